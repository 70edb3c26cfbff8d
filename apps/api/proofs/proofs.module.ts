import { type DynamicModule, Module } from '@nestjs/common';
import type { Webhooks } from '#webhooks';
import { WEBHOOKS } from '../webhooks/webhooks.token.ts';
import { BundleController } from './bundle.controller.ts';
import { CHECKPOINT_RULES, type CheckpointRules, CheckpointSchedule } from './checkpoint-schedule.ts';
import { LogController } from './log.controller.ts';
import { ProofKeysController } from './proof-keys.controller.ts';
import { ProofsController } from './proofs.controller.ts';
import { WITNESS_RULES, type WitnessRules, WitnessSchedule } from './witness-schedule.ts';
import { WitnessesController } from './witnesses.controller.ts';

/** Without rules nothing is signed or handed in by itself: only where somebody asks. */
export type ProofsOptions = { readonly checkpoints?: CheckpointRules; readonly witnesses?: WitnessRules };

@Module({})
export class ProofsModule {
  static of({ checkpoints, witnesses }: ProofsOptions, webhooks: Webhooks | null): DynamicModule {
    return {
      module: ProofsModule,
      controllers: [ProofKeysController, LogController, ProofsController, BundleController, WitnessesController],
      providers: [
        { provide: CHECKPOINT_RULES, useValue: checkpoints ?? null },
        CheckpointSchedule,
        { provide: WITNESS_RULES, useValue: witnesses ?? null },
        { provide: WEBHOOKS, useValue: webhooks },
        WitnessSchedule,
      ],
    };
  }
}
