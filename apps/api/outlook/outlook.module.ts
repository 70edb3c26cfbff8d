import { Module } from '@nestjs/common';
import { OutlookController } from './outlook.controller.ts';
import { outlookHandlers } from './outlook.queries.ts';

@Module({ controllers: [OutlookController], providers: outlookHandlers })
export class OutlookModule {}
