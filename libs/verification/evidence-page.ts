import { type Checkpoint, parseLeaf, toBase64, type TreeHasher } from '#audit';
import { accepted, type Result } from '#kernel';
import type { BalanceAnswer, Reading } from '#rebates';

/** An agreement's timeline as one HTML file: to read, to print, to hand over. It loads nothing and runs nothing. */

export type EvidenceEvent = {
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly summary: string;
  readonly about: string;
  /** Who did it, as an id: names are not in the history. */
  readonly actor: string;
  /** Of the entry, as the tree has it: base 64. */
  readonly leafHash: string;
};

/** An event as the timeline lists it, with its valid days. */
export type ListedEvent = Pick<EvidenceEvent, 'position' | 'recordedAt' | 'type' | 'summary'> & {
  readonly from: string | null;
  readonly to: string | null;
  readonly stream: string;
};

/** Streams named after an agreement: its own, and those of what was settled and argued under it. */
const isOfAgreement = (stream: string, agreement: string): boolean =>
  stream === `agreement-${agreement}` || stream === `claims-${agreement}` || stream.startsWith(`statement-${agreement}.`);

/** Whether an event belongs to what is shown of one agreement: its own events, its partnership's, and the sales about the days asked for. */
export const isShown = (
  { stream, from, to }: ListedEvent,
  partnership: string,
  chosen: { readonly agreement: string; readonly from?: string; readonly to?: string },
): boolean => {
  if (stream === `partnership-${partnership}` || isOfAgreement(stream, chosen.agreement)) return true;
  if (!stream.startsWith(`sales-${partnership}.`)) return false;
  return (chosen.from === undefined || (to ?? from ?? '') >= chosen.from) && (chosen.to === undefined || (from ?? to ?? '') <= chosen.to);
};

const aboutOf = ({ from, to }: ListedEvent): string => (from === null ? '' : from === to || to === null ? from : `${from} to ${to}`);

/** A listed event with the hash of its entry in the log, and who did it. */
export const evidenceEvent = (listed: ListedEvent, entry: Uint8Array, hasher: TreeHasher): Result<EvidenceEvent> => {
  const leaf = parseLeaf(entry);
  if (!leaf.ok) return leaf;
  const { position, recordedAt, type, summary } = listed;
  const { actor } = leaf.value.metadata;
  return accepted({
    position,
    recordedAt,
    type,
    summary,
    about: aboutOf(listed),
    actor: typeof actor === 'string' ? actor : '',
    leafHash: toBase64(hasher.leaf(entry)),
  });
};

export type Evidence = {
  readonly agreement: string;
  readonly partnership: string;
  readonly words: Pick<Reading, 'agreement' | 'programmes'>;
  readonly balance: BalanceAnswer | undefined;
  readonly events: readonly EvidenceEvent[];
  readonly checkpoint: Checkpoint;
  /** The signed note, word for word. */
  readonly note: string;
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Whatever a side wrote is text: no markup, and no control character that could turn the direction of what follows. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, (character) => (character === '\n' ? '\n' : ' '))
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const STYLE = `
  body { font: 14px/1.45 system-ui, sans-serif; color: #1a1a1a; max-width: 72rem; margin: 2rem auto; padding: 0 1rem 4rem; }
  h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } h3 { font-size: 1rem; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #ddd; }
  td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } code, pre { font: 12px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
  footer { color: #555; font-size: 11px; border-top: 1px solid #ddd; margin-top: 3rem; padding-top: .4rem; }
  @media print { body { margin: 0; max-width: none; font-size: 10pt; } tr { break-inside: avoid; } thead { display: table-header-group; } footer { position: fixed; bottom: 0; left: 0; right: 0; background: #fff; } @page { margin: 15mm 12mm 22mm; } }`;

const listOf = (sentences: readonly string[]): string =>
  `<ul>${sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('\n')}</ul>`;

const row = ({ position, recordedAt, summary, type, about, actor, leafHash }: EvidenceEvent): string =>
  `<tr><td class="number">${position}</td><td>${escaped(recordedAt)}</td><td>${escaped(summary)}<br><code>${escaped(type)}</code></td><td>${escaped(about)}</td><td>${escaped(actor)}</td><td><code>${escaped(leafHash)}</code></td></tr>`;

const balanceSection = (balance: BalanceAnswer | undefined): string => {
  if (balance === undefined) return '<p>No version is in force.</p>';
  const { on, knownAt, rules, earned, currency, programmes } = balance;
  const rows = programmes.map(
    (one) =>
      `<tr><td>${escaped(one.id)}${one.scope === null ? '' : escaped(` (${Object.values(one.scope).join(', ')})`)}</td><td>${escaped(one.period.from)} to ${escaped(one.period.to)}</td><td class="number">${escaped(one.measured)}</td><td class="number">${escaped(one.earned)} ${escaped(currency)}</td></tr>`,
  );
  return `<p>Earned <strong>${escaped(earned)} ${escaped(currency)}</strong>, about ${escaped(on)}, as known at position ${knownAt ?? 0}, rules ${rules}.</p>
<table><thead><tr><th>Programme</th><th>Period</th><th class="number">Measured</th><th class="number">Earned</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
};

export const evidencePage = ({ agreement, partnership, words, balance, events, checkpoint, note }: Evidence): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(agreement)}: timeline at ${checkpoint.size} events</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>${escaped(agreement)}</h1>
<p>Timeline of an agreement of ${escaped(partnership)}, up to position ${checkpoint.size - 1} of its history.</p>
<h2>What was agreed</h2>
${listOf(words.agreement)}
${words.programmes.map(({ id, name, words: own }) => `<h3>${escaped(name)} <code>${escaped(id)}</code></h3>\n${listOf(own)}`).join('\n')}
<h2>What is earned</h2>
${balanceSection(balance)}
<h2>What happened</h2>
<table>
<thead><tr><th class="number">Position</th><th>Recorded</th><th>Event</th><th>About</th><th>By</th><th>Hash of the event</th></tr></thead>
<tbody>
${events.map(row).join('\n')}
</tbody>
</table>
<h2>How to check it</h2>
<p>Each hash is SHA-256 over a zero byte and the event as canonical JSON (RFC 6962, RFC 8785), in base 64. It stands at its position in the tree that this
checkpoint signs. <code>rebate proof --position</code> gives the proof of one event, <code>rebate export</code> the whole history; both are checked offline.
This page itself is not signed: believe the proofs, and the page where it agrees with them.</p>
<pre>${escaped(note)}</pre>
<footer>${escaped(checkpoint.origin)} · ${checkpoint.size} events · root ${escaped(toBase64(checkpoint.root))}</footer>
</body>
</html>
`;
