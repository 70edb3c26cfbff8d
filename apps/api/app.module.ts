import { type DynamicModule, Module } from '@nestjs/common';
import type { Ledger } from '#ledger';
import { AgreementsModule } from './agreements/agreements.module.ts';
import { BalancesModule } from './balances/balances.module.ts';
import { HealthModule } from './health/health.module.ts';
import { ImportsModule } from './imports/imports.module.ts';
import { LedgerModule } from './ledger/ledger.module.ts';
import { LiveModule } from './live/live.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { PartnershipsModule } from './partnerships/partnerships.module.ts';
import { SalesModule } from './sales/sales.module.ts';
import { TimelineModule } from './timeline/timeline.module.ts';

@Module({})
export class AppModule {
  static of(ledger: Ledger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LedgerModule.of(ledger), MetricsModule, HealthModule, PartnershipsModule, AgreementsModule, SalesModule,
        BalancesModule, TimelineModule, ImportsModule, LiveModule,
      ],
    };
  }
}
