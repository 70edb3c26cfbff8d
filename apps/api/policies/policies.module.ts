import { Module } from '@nestjs/common';
import { PoliciesController } from './policies.controller.ts';
import { GetPolicyHandler } from './policies.queries.ts';

@Module({ controllers: [PoliciesController], providers: [GetPolicyHandler] })
export class PoliciesModule {}
