import { Module } from '@nestjs/common';
import { ImportsController } from './imports.controller.ts';
import { ImportSalesHandler } from './imports.commands.ts';
import { importHandlers } from './imports.queries.ts';

@Module({ controllers: [ImportsController], providers: [ImportSalesHandler, ...importHandlers] })
export class ImportsModule {}
