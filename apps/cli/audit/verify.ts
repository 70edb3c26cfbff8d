import { Command } from 'commander';
import { verifyBundle } from '#verification';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readText } from '../files/read-structured.ts';
import type { Io } from '../terminal/io.ts';
import { progressBar } from '../terminal/progress.ts';
import { hash, verifies } from './engine.ts';
import { withBundle } from './bundle-files.ts';
import { printVerdict, printVerdictJson } from './print-verdict.ts';

type Options = { readonly policy?: string; readonly checkpoint?: string; readonly json?: true };

const HELP = `
Examples:
  $ rebate verify bundle/ --policy policy.txt
  $ rebate verify bundle.tar --policy policy.txt --checkpoint kept.txt --json

Needs no server, no account and no network: only the bundle, as a folder or a .tar file, and what you kept. Signatures are checked by your policy
(without one by the bundle's own, which shows only that the bundle agrees with itself), then every event and the tree,
then every balance is recomputed, day by day, and compared with what is claimed.

Exit codes:
  0  verified
  1  wrong: the first event, figure or file that does not hold is named
  2  cannot be judged: not a bundle, or of a form, of rules or of events that this version does not know`;

const EXIT_OF: Readonly<Record<'verified' | 'wrong' | 'unusable', ExitCode>> = {
  verified: EXIT.ok,
  wrong: EXIT.failure,
  unusable: EXIT.refused,
};

const verify = async (io: Io, place: string, { policy, checkpoint, json }: Options): Promise<void> => {
  const brought = {
    ...(policy === undefined ? {} : { policy: await readText(policy) }),
    ...(checkpoint === undefined ? {} : { older: await readText(checkpoint) }),
  };
  const bar = progressBar(io, 'Verifying');
  const verdict = withBundle(place, (files) =>
    verifyBundle(files, {
      ...brought,
      hash,
      verifies,
      onEvent: ({ events, of, lines }) => {
        bar.show({ bytesRead: events, bytesTotal: of, sent: lines });
      },
    }),
  );
  bar.end();
  if (json === true) printVerdictJson(io, verdict);
  else printVerdict(io, verdict);
  process.exitCode = EXIT_OF[verdict.kind];
};

export const verifyCommand = (io: Io): Command =>
  new Command('verify')
    .description('check a bundle offline: that nothing was changed, and every figure')
    .argument('<bundle>', 'the folder or the .tar file that an export wrote')
    .option('--policy <file>', 'whose signatures you trust (c2sp.org/tlog-policy)')
    .option('--checkpoint <file>', 'a checkpoint of this history that you kept')
    .option('--json', 'the verdict as JSON on stdout')
    .addHelpText('after', HELP)
    .action((place: string, options: Options) => verify(io, place, options));
