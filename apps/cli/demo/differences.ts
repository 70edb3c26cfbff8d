import { partnershipIdOf } from '#kernel';
import type { LedgerCommand } from '#ledger';
import { type Damage, type DamageKind, NOT_INVOICED } from './receipts.ts';
import { BUILDCO, FRED, SUPPLIER, TOM } from './terms.ts';

/** What the two sides made of some of the differences between their records; the rest is open. */

const partnership = partnershipIdOf(SUPPLIER, BUILDCO.customer);
const customer = { party: 'customer', person: TOM } as const;
const supplier = { party: 'supplier', person: FRED } as const;

export type Said = { readonly command: LedgerCommand; readonly by: string };
/** `dispute` is the id of the command that opened it. */
export type Story = { readonly after: string; readonly tell: (do_: (said: Said) => Promise<string>) => Promise<void> };

const firstOf = (damages: readonly Damage[], kind: DamageKind, from: string): Damage => {
  const found = damages.find((one) => one.kind === kind && one.month >= from);
  if (found === undefined) throw new RangeError(`no line of the demonstration differs in ${kind} from ${from} on`);
  return found;
};

const resolved = (
  variance: string,
  by: typeof customer | typeof supplier,
  accept: 'supplier' | 'customer' | 'neither',
  reason?: string,
): Said => ({
  command: { kind: 'ResolveVariances', partnership, variances: [variance], accept, ...(reason === undefined ? {} : { reason }), ...by },
  by: by.person,
});

const opened = (document: string, lines: readonly string[], text: string, answerBy: string): Said => ({
  command: {
    kind: 'OpenDispute',
    partnership,
    agreement: BUILDCO.id,
    subject: { kind: 'lines', lines: lines.map((line) => ({ side: 'customer', document, line })) },
    text,
    answerBy,
    ...customer,
  },
  by: TOM,
});

/** In the order in which they happened, each after the receipts of a month were sent. */
export const storiesOf = (damages: readonly Damage[]): readonly Story[] => {
  const short = firstOf(damages, 'quantity', '2026-02');
  const price = firstOf(damages, 'price', '2026-03');
  const day = firstOf(damages, 'date', '2026-04');
  const code = firstOf(damages, 'product', '2026-05');
  return [
    {
      after: short.month,
      tell: async (do_) => {
        const dispute = await do_(
          opened(short.document, [short.line], `Our receipt of ${short.document} counts more than was invoiced.`, '2026-05-15'),
        );
        const of = { partnership, dispute };
        await do_({
          command: {
            kind: 'CommentDispute',
            ...of,
            text: 'The rest went out with the next lorry: our warehouse is looking for the note.',
            ...supplier,
          },
          by: FRED,
        });
        await do_({
          command: {
            kind: 'ProposeOutcome',
            ...of,
            outcome: 'correction',
            accept: 'customer',
            reason: 'The delivery note is signed by your driver.',
            ...customer,
          },
          by: TOM,
        });
        await do_({ command: { kind: 'AcceptOutcome', ...of, proposal: 1, ...supplier }, by: FRED });
      },
    },
    {
      after: price.month,
      tell: async (do_) => {
        await do_(resolved(price.variance, customer, 'supplier'));
      },
    },
    {
      after: day.month,
      tell: async (do_) => {
        await do_(resolved(day.variance, customer, 'neither', 'Received nine days later, in the same year: it earns the same.'));
      },
    },
    {
      after: code.month,
      tell: async (do_) => {
        await do_(resolved(code.variance, supplier, 'supplier'));
      },
    },
    {
      after: '2026-12',
      tell: async (do_) => {
        const dispute = await do_(
          opened(
            NOT_INVOICED.document,
            NOT_INVOICED.lines,
            `${NOT_INVOICED.document} was delivered in November and was never invoiced.`,
            '2027-01-31',
          ),
        );
        await do_({
          command: { kind: 'CommentDispute', partnership, dispute, text: 'We find no order for it. Who signed for it?', ...supplier },
          by: FRED,
        });
      },
    },
  ];
};
