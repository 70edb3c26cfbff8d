import { Module } from '@nestjs/common';
import { ReconciliationController } from './reconciliation.controller.ts';
import { reconciliationHandlers } from './reconciliation.queries.ts';
import { SidesController } from './sides.controller.ts';
import { StatedController } from './stated.controller.ts';

@Module({ controllers: [ReconciliationController, SidesController, StatedController], providers: reconciliationHandlers })
export class ReconciliationModule {}
