import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.ts';
import { AskAuditHandler } from './audit.queries.ts';
import { ClaimsController } from './claims.controller.ts';

@Module({ controllers: [AuditController, ClaimsController], providers: [AskAuditHandler] })
export class AuditModule {}
