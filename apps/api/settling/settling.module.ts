import { Module } from '@nestjs/common';
import { ClaimsController } from './claims.controller.ts';
import { SettlementsController } from './settlements.controller.ts';
import { SETTLING_QUERIES } from './settling.queries.ts';

@Module({ controllers: [ClaimsController, SettlementsController], providers: SETTLING_QUERIES })
export class SettlingModule {}
