import { type DynamicModule, Module } from '@nestjs/common';
import { BundleController } from './bundle.controller.ts';
import { CHECKPOINT_RULES, type CheckpointRules, CheckpointSchedule } from './checkpoint-schedule.ts';
import { LogController } from './log.controller.ts';
import { ProofKeysController } from './proof-keys.controller.ts';
import { ProofsController } from './proofs.controller.ts';

@Module({})
export class ProofsModule {
  /** Without rules checkpoints are signed only where somebody asks. */
  static of(rules: CheckpointRules | undefined): DynamicModule {
    return {
      module: ProofsModule,
      controllers: [ProofKeysController, LogController, ProofsController, BundleController],
      providers: [{ provide: CHECKPOINT_RULES, useValue: rules ?? null }, CheckpointSchedule],
    };
  }
}
