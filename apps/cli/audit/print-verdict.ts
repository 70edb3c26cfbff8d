import { type BundleFault, formatVerifierKey, type Manifest, toBase64 } from '#audit';
import type { BundleVerdict, Recomputed, Verified } from '#verification';
import { type Io, printJson } from '../terminal/io.ts';
import { refusalText } from '../terminal/refusals.ts';
import { figure, printTable } from '../terminal/table.ts';

/** A verdict for people, and for programs. */

type CheckpointText = {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly signedBy: string;
  readonly cosignedBy: readonly { readonly witness: string; readonly seconds: number }[];
};

export const checkpointText = ({ origin, size, root, log, cosignatures }: Verified['checkpoint']): CheckpointText => ({
  origin,
  size,
  root: toBase64(root),
  signedBy: formatVerifierKey(log.key),
  cosignedBy: cosignatures,
});

export const printVerdictJson = (io: Io, verdict: BundleVerdict): void => {
  if (verdict.kind !== 'verified') {
    printJson(io, {
      verdict: verdict.kind,
      ...verdict.rejection,
      ...(verdict.file === undefined ? {} : { file: verdict.file }),
      ...(verdict.entries === undefined ? {} : { entries: verdict.entries }),
    });
    return;
  }
  const {
    manifest: { partnership, part },
    checkpoint,
    policy,
    older,
    recomputed,
  } = verdict;
  printJson(io, {
    verdict: 'verified',
    partnership,
    complete: part === undefined,
    events: part?.positions.length ?? checkpoint.size,
    checkpoint: checkpointText(checkpoint),
    policy,
    older,
    recomputed,
  });
};

const placeOf = ({ file, entries }: BundleFault): string[] => [
  ...(entries === undefined
    ? []
    : [
        `  events  ${entries.to === entries.from + 1 ? `position ${entries.from}` : `one of the positions ${entries.from} to ${entries.to - 1}`}`,
      ]),
  ...(file === undefined ? [] : [`  file    ${file}`]),
];

const printRecomputed = (io: Io, { rules, lines, statements, agreements, passedOver }: Recomputed): void => {
  io.out(
    `Recomputed under rules ${rules}, from ${lines} lines as they were recorded${statements === 0 ? '' : `, and ${statements} statements, each as known when it was issued`}:`,
  );
  printTable(
    io,
    [
      { name: 'Agreement' },
      { name: 'Version', align: 'right' },
      { name: 'Days', align: 'right' },
      { name: 'Earned by its end', align: 'right' },
    ],
    agreements.map(({ agreement, version, days, earned, currency }) => [
      agreement,
      String(version),
      String(days),
      `${figure(io, earned)} ${currency}`,
    ]),
  );
  const others = Object.entries(passedOver);
  if (others.length > 0) io.out(`Proved, and in none of these figures: ${others.map(([type, count]) => `${count} ${type}`).join(', ')}.`);
};

const whatIsShown = ({ partnership, size, part }: Manifest): string =>
  part === undefined
    ? `the whole history of ${partnership}, ${size} events`
    : `each of these ${part.positions.length} events stands in the signed history of ${partnership}, which has ${size}`;

const printVerified = (io: Io, verdict: Verified): void => {
  const { manifest, checkpoint, policy, older, recomputed } = verdict;
  io.out(`${io.paint.green(io.paint.bold('VERIFIED'))}: ${whatIsShown(manifest)}.`);
  io.out(`Signed as ${checkpoint.origin}, ${checkpoint.size} events, root ${toBase64(checkpoint.root)}`);
  io.out(
    `  by ${formatVerifierKey(checkpoint.log.key)}${checkpoint.cosignatures.map(({ witness, seconds }) => `\n  cosigned by ${witness} at ${new Date(seconds * 1_000).toISOString()}`).join('')}`,
  );
  if (older) io.out('The checkpoint that you kept is part of this history.');
  if (policy !== 'yours')
    io.out(
      "Judged by the bundle's own policy: this shows that the bundle agrees with itself. Compare the key above by another way, or bring your own with --policy.",
    );
  if (recomputed !== null) printRecomputed(io, recomputed);
  if (manifest.part !== undefined)
    io.out(
      io.paint.bold(
        'Completeness is not proved: nothing shows that these are all the events there were to see, so no figure is recomputed. Only a whole history shows both.',
      ),
    );
};

export const printVerdict = (io: Io, verdict: BundleVerdict): void => {
  if (verdict.kind === 'verified') {
    printVerified(io, verdict);
    return;
  }
  io.out(io.paint.red(io.paint.bold(verdict.kind === 'wrong' ? 'WRONG' : 'NOT JUDGED')));
  for (const line of [...refusalText(verdict.rejection).split('\n'), ...placeOf(verdict)]) io.out(line);
};
