import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Side } from '../../api/answers.ts';
import type { Claim } from '../../api/finance-answers.ts';
import { disputesQuery } from '../../api/dispute-queries.ts';
import { claimsQuery } from '../../api/queries.ts';
import { add, isZero } from '../../figures/amounts.ts';
import { today } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import type { Axes } from '../../parts/axes.ts';
import { openVariancesQuery } from './queries.ts';

export type Need = { readonly key: string; readonly name: string; readonly tone: string; readonly says: ReactNode };

const sum = (claims: readonly Claim[], of: (claim: Claim) => string): string => add('0.00', ...claims.map(of));
const several = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Disputes that wait for a word of one's own side. */
const useDisputeNeeds = (id: string, partnership: string, axes: Axes, sides: readonly Side[]): readonly Need[] => {
  // What waits is a question of now: of an earlier position nothing can be answered.
  const isNow = axes.knownAt === undefined;
  const { data = [] } = useQuery({ ...disputesQuery(id, partnership), enabled: partnership !== '' && sides.length > 0 && isNow });
  const mine = isNow ? data.filter(({ status, waitsFor }) => status === 'open' && sides.includes(waitsFor)) : [];
  const late = mine.filter(({ answerBy }) => answerBy !== null && answerBy < today()).length;
  const [only, ...more] = mine;
  if (only === undefined) return [];
  const words = several(mine.length, 'dispute', 'disputes');
  const link =
    more.length === 0 ? (
      <Link to="/agreements/$agreement/disputes/$dispute" params={{ agreement: id, dispute: only.dispute }}>
        {words}
      </Link>
    ) : (
      <Link to="/agreements/$agreement/disputes" params={{ agreement: id }}>
        {words}
      </Link>
    );
  return [
    {
      key: 'disputes',
      name: 'Disputes',
      tone: late > 0 ? 'bad' : 'warn',
      says: (
        <>
          {link} {mine.length === 1 ? 'waits' : 'wait'} for your side’s word{late === 0 ? '.' : `; ${late} overdue.`}
        </>
      ),
    },
  ];
};

/** Claims that wait for a decision or for their money, disputes that wait for a word, and lines on which the two records differ. */
export const useMoneyNeeds = (id: string, partnership: string, currency: string, axes: Axes, sides: readonly Side[]): readonly Need[] => {
  // What was claimed after a year's end still waits.
  const claims = useQuery(claimsQuery(id, { on: axes.on ?? today(), ...axes }));
  const variances = useQuery({ ...openVariancesQuery(id, partnership, axes), enabled: partnership !== '' && sides.length > 0 });
  const disputes = useDisputeNeeds(id, partnership, axes, sides);
  const all = claims.data?.claims ?? [];
  const raised = all.filter(({ status }) => status === 'raised');
  const unpaid = all.filter(({ status, open }) => status === 'approved' && !isZero(open));
  const late = raised.filter(({ overdue }) => overdue).length;
  const to = (view: 'claims' | 'settlements', words: string): ReactNode => (
    <Link to="/agreements/$agreement/finance" params={{ agreement: id }} search={{ ...axes, view }}>
      {words}
    </Link>
  );
  const decides = sides.includes('supplier');
  const total = variances.data?.total;
  return [
    ...(raised.length === 0 || sides.length === 0
      ? []
      : [
          {
            key: 'raised',
            name: 'Claims',
            tone: late > 0 ? 'bad' : 'warn',
            says: (
              <>
                {to('claims', several(raised.length, 'claim', 'claims'))} of{' '}
                <Amount value={sum(raised, ({ amount }) => amount)} currency={currency} />{' '}
                {decides ? 'wait for your decision' : 'wait for the supplier’s decision'}
                {late === 0 ? '.' : `; ${late} of them late.`}
              </>
            ),
          },
        ]),
    ...(unpaid.length === 0 || sides.length === 0
      ? []
      : [
          {
            key: 'unpaid',
            name: 'To settle',
            tone: 'warn',
            says: (
              <>
                <Amount value={sum(unpaid, ({ open }) => open)} currency={currency} /> approved on{' '}
                {to('settlements', several(unpaid.length, 'claim', 'claims'))} and not settled.
              </>
            ),
          },
        ]),
    ...disputes,
    ...(total === undefined || total.count === 0
      ? []
      : [
          {
            key: 'variances',
            name: 'Variances',
            tone: 'warn',
            says: (
              <>
                The two records differ on{' '}
                <Link to="/agreements/$agreement/reconciliation" params={{ agreement: id }}>
                  {several(total.count, 'line', 'lines')}
                </Link>
                , in all <Amount value={total.gross} currency={currency} /> of value.
              </>
            ),
          },
        ]),
  ];
};
