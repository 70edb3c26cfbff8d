import { Module } from '@nestjs/common';
import { LiveBalances } from './live-balances.ts';
import { LiveController } from './live.controller.ts';

@Module({ controllers: [LiveController], providers: [LiveBalances] })
export class LiveModule {}
