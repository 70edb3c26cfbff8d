import { type DynamicModule, Module } from '@nestjs/common';
import type { Ledger } from '#ledger';
import type { Webhooks } from '#webhooks';
import { AccessModule, type AccessOptions } from './access/access.module.ts';
import { AgreementsModule } from './agreements/agreements.module.ts';
import { AuditModule } from './audit/audit.module.ts';
import { BalancesModule } from './balances/balances.module.ts';
import type { ClosingOptions } from './closing/closing-schedule.ts';
import { ClosingModule } from './closing/closing.module.ts';
import { BooksModule } from './books/books.module.ts';
import { DisputesModule } from './disputes/disputes.module.ts';
import { HealthModule } from './health/health.module.ts';
import { IdentityModule } from './identity/identity.module.ts';
import { ImportsModule } from './imports/imports.module.ts';
import { LedgerModule } from './ledger/ledger.module.ts';
import { LiveModule } from './live/live.module.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { NoticesModule } from './notices/notices.module.ts';
import { OutlookModule } from './outlook/outlook.module.ts';
import { PartnershipsModule } from './partnerships/partnerships.module.ts';
import { PoliciesModule } from './policies/policies.module.ts';
import { ProofsModule, type ProofsOptions } from './proofs/proofs.module.ts';
import { ReconciliationModule } from './reconciliation/reconciliation.module.ts';
import { SalesModule } from './sales/sales.module.ts';
import { SettlingModule } from './settling/settling.module.ts';
import { TimelineModule } from './timeline/timeline.module.ts';
import { WebhooksModule } from './webhooks/webhooks.module.ts';
import { WhatIfModule } from './what-if/what-if.module.ts';

@Module({})
export class AppModule {
  static of(
    ledger: Ledger,
    access: AccessOptions,
    webhooks: Webhooks | null,
    closing: ClosingOptions,
    proofs: ProofsOptions,
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LedgerModule.of(ledger),
        AccessModule.of(access),
        MetricsModule,
        HealthModule,
        IdentityModule,
        PartnershipsModule,
        AgreementsModule,
        SalesModule,
        SettlingModule,
        BooksModule,
        BalancesModule,
        OutlookModule,
        PoliciesModule,
        TimelineModule,
        ImportsModule,
        LiveModule,
        WhatIfModule,
        ReconciliationModule,
        DisputesModule,
        AuditModule,
        NoticesModule,
        WebhooksModule.of(webhooks),
        ClosingModule.of(closing),
        ProofsModule.of(proofs, webhooks),
      ],
    };
  }
}
