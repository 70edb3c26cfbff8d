import { Module } from '@nestjs/common';
import { SalesController } from './sales.controller.ts';

@Module({ controllers: [SalesController] })
export class SalesModule {}
