import { type DynamicModule, Module } from '@nestjs/common';
import { CLOSING, type ClosingOptions, ClosingRounds } from './closing-schedule.ts';
import { ClosingController } from './closing.controller.ts';
import { closingHandlers } from './closing.queries.ts';

@Module({})
export class ClosingModule {
  static of(options: ClosingOptions): DynamicModule {
    return {
      module: ClosingModule,
      controllers: [ClosingController],
      providers: [...closingHandlers, { provide: CLOSING, useValue: options }, ClosingRounds],
    };
  }
}
