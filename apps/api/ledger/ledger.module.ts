import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Command, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext, Executed, Ledger, LedgerCommand } from '#ledger';
import { LEDGER } from './ledger.token.ts';

/** The envelope of every command: one, since the ledger's command is itself a union of plain data. */
export class ExecuteCommand extends Command<Executed> {
  constructor(
    readonly command: LedgerCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ExecuteCommand)
class ExecuteHandler implements ICommandHandler<ExecuteCommand> {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  execute({ command, context }: ExecuteCommand): Promise<Executed> {
    return this.ledger.execute(command, context);
  }
}

/** Holds the ledger that the API serves, and closes it after the last request. */
@Module({})
export class LedgerModule implements OnApplicationShutdown {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  static of(ledger: Ledger): DynamicModule {
    return {
      module: LedgerModule,
      global: true,
      imports: [CqrsModule.forRoot()],
      providers: [{ provide: LEDGER, useValue: ledger }, ExecuteHandler],
      exports: [LEDGER, CqrsModule],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.ledger.close();
  }
}
