import { Module } from '@nestjs/common';
import { ClosingController } from './closing.controller.ts';
import { closingHandlers } from './closing.queries.ts';

@Module({ controllers: [ClosingController], providers: closingHandlers })
export class ClosingModule {}
