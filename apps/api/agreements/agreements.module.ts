import { Module } from '@nestjs/common';
import { AgreementsController } from './agreements.controller.ts';
import { GetAgreementHandler } from './agreements.queries.ts';

@Module({ controllers: [AgreementsController], providers: [GetAgreementHandler] })
export class AgreementsModule {}
