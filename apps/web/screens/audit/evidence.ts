import { portableHasher } from '#audit';
import { type Evidence, type ListedEvent, evidenceEvent, evidencePage, isShown } from '#verification';
import type { Agreement, Paged } from '../../api/answers.ts';
import { pathOfAgreement } from '../../api/paths.ts';
import { get } from '../../api/request.ts';
import { termsOf } from '../../api/terms.ts';
import { entriesOf, must, newestCheckpoint, type OnPart } from './log.ts';

const PAGE = 500;

const timelineOf = async (path: string): Promise<readonly ListedEvent[]> => {
  const all: ListedEvent[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Paged<ListedEvent> = await get(`${path}/timeline`, { limit: PAGE, cursor });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
};

/** One page to read, print and hand over: the terms in words, what is earned, every event with its hash, the signed checkpoint. */
export const evidenceOf = async (
  { agreement, partnership, status, terms }: Agreement,
  maySign: boolean,
  onPart: OnPart,
): Promise<{ readonly name: string; readonly page: string }> => {
  const path = pathOfAgreement(agreement);
  const { note, checkpoint } = await newestCheckpoint(partnership, maySign);
  const { size } = checkpoint;
  const shown = (await timelineOf(path)).filter((event) => event.position < size && isShown(event, partnership, { agreement }));
  const entries = await entriesOf(partnership, size, onPart);
  const events = shown.flatMap((event) => {
    const entry = entries.get(event.position);
    return entry === undefined ? [] : [must(evidenceEvent(event, entry, portableHasher))];
  });
  const isInForce = status === 'active' || status === 'terminated';
  const words = await get<Evidence['words']>(`${path}/words`);
  const balance = isInForce
    ? await get<NonNullable<Evidence['balance']>>(`${path}/balance`, { on: termsOf({ terms }).to, knownAt: size - 1 })
    : undefined;
  return { name: `${agreement}-evidence.html`, page: evidencePage({ agreement, partnership, words, balance, events, checkpoint, note }) };
};
