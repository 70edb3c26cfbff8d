import type { DisputeAnswer } from '../../disputes/answers.ts';
import type { Finding } from '../answers.ts';
import type { Audited, AuditCheck } from '../check.ts';

const PAGE = 100;

const evidenceOf = async ({ ledger, partnership }: Audited, { dispute, evidence }: DisputeAnswer): Promise<Finding[]> => {
  const lost: Finding[] = [];
  for (const { sha256, name } of evidence) {
    const file = await ledger.disputes.evidence({ partnership, dispute, sha256 });
    if (file.kind === 'rejected')
      lost.push({ kind: 'wrong', subject: dispute, words: `The evidence ${name} is not kept here, or is not what it was.`, events: [] });
  }
  return lost;
};

/** What an ended dispute decided must stand in the record that it corrects, under its own cause. */
const uncorrected = ({ dispute, ended, timeline }: DisputeAnswer): Finding[] => {
  if (ended === null || ended.corrections.length === 0) return [];
  const end = timeline.find(({ type }) => type === 'DisputeEnded');
  const isRecorded = timeline.some(({ type, position }) => type.startsWith('Sales') && end !== undefined && position > end.position);
  return isRecorded
    ? []
    : [
        {
          kind: 'wrong',
          subject: dispute,
          words: 'It was ended with a correction that is not recorded: end it once more in the same way.',
          events: end === undefined ? [] : [end.position],
        },
      ];
};

export const disputesEnded: AuditCheck = {
  name: 'disputes',
  holds: 'Every dispute has ended, what its end decided is recorded, and its evidence is what it was.',
  run: async function* (audited) {
    const { ledger, partnership, agreement } = audited;
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ledger.disputes.disputes>> = await ledger.disputes.disputes({
        partnership,
        agreement,
        limit: PAGE,
        ...(cursor === null ? {} : { cursor }),
      });
      if (page.kind === 'rejected') return;
      for (const { dispute } of page.value.items) {
        const shown = await ledger.disputes.dispute({ partnership, dispute });
        if (shown.kind === 'rejected') continue;
        const { status, parting, waitsFor, timeline } = shown.value;
        const opened = timeline.find(({ type }) => type === 'DisputeOpened');
        const isOpen: Finding[] =
          status === 'ended'
            ? []
            : [
                {
                  kind: 'open',
                  subject: dispute,
                  words: `It waits for the ${waitsFor}.${parting === null ? '' : ` ${parting.words}`}`,
                  events: [...(opened === undefined ? [] : [opened.position]), ...(parting === null ? [] : [parting.position])],
                },
              ];
        yield [...isOpen, ...uncorrected(shown.value), ...(await evidenceOf(audited, shown.value))];
      }
      cursor = page.value.nextCursor;
    } while (cursor !== null);
  },
};
