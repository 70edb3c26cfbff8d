import { Module } from '@nestjs/common';
import { PartnershipsController } from './partnerships.controller.ts';
import { ListPartnershipsHandler } from './partnerships.queries.ts';

@Module({ controllers: [PartnershipsController], providers: [ListPartnershipsHandler] })
export class PartnershipsModule {}
