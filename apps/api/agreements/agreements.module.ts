import { Module } from '@nestjs/common';
import { AgreementsController } from './agreements.controller.ts';
import { GetAgreementHandler } from './agreements.queries.ts';
import { DraftsController } from './drafts.controller.ts';
import { NegotiationController } from './negotiation.controller.ts';
import { negotiationHandlers } from './negotiation.queries.ts';
import { ReadingsController } from './readings.controller.ts';
import { VersionsController } from './versions.controller.ts';

@Module({
  controllers: [AgreementsController, NegotiationController, ReadingsController, VersionsController, DraftsController],
  providers: [GetAgreementHandler, ...negotiationHandlers],
})
export class AgreementsModule {}
