import { Module } from '@nestjs/common';
import { DisputesController } from './disputes.controller.ts';
import { disputeHandlers } from './disputes.queries.ts';
import { EvidenceController } from './evidence.controller.ts';

@Module({ controllers: [DisputesController, EvidenceController], providers: disputeHandlers })
export class DisputesModule {}
