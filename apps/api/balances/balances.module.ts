import { Module } from '@nestjs/common';
import { BalancesController } from './balances.controller.ts';
import { balanceHandlers } from './balances.queries.ts';

@Module({ controllers: [BalancesController], providers: balanceHandlers })
export class BalancesModule {}
