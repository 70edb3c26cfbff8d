import { Command } from 'commander';
import { parseAgreement, warningsOf } from '#rebates';
import { accept } from '../failure.ts';
import { readAgreementFile } from '../files/read-agreement.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printWarnings } from './warnings.ts';

/** Reads terms as a proposal would, without a ledger: refusals end the command, warnings do not. */
export const checkCommand = (io: Io): Command =>
  new Command('check')
    .description('read terms as a proposal would, and warn of what is probably not meant; no ledger is needed')
    .argument('<file>')
    .option('--json', 'JSON on stdout')
    .action(async (file: string, { json }: { readonly json?: true }) => {
      const terms = accept(parseAgreement(await readAgreementFile(file)), file);
      const warnings = warningsOf(terms);
      if (json === true) {
        printJson(io, { agreement: terms.id, warnings });
        return;
      }
      io.out(
        `${terms.id}: the terms hold${warnings.length === 0 ? '.' : `, with ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}.`}`,
      );
      printWarnings(io, warnings);
    });
