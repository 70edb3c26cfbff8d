import { useQuery } from '@tanstack/react-query';
import { agreementQuery } from '../../api/queries.ts';
import { draftQuery, replicaQuery, versionQuery } from './queries.ts';

export type Asked = {
  readonly supplier?: string;
  readonly customer?: string;
  readonly like?: string;
  readonly answers?: string;
  readonly organisation?: string;
  readonly draft?: string;
};
export type Start = { readonly terms: unknown; readonly notes: readonly string[] };

const nextYear = (): number => new Date().getFullYear() + 1;

/** A whole agreement, small enough to be read over: what is in it is an example, and all of it can be changed. */
const blank = ({ supplier = 'supplier', customer = 'customer' }: Asked): unknown => ({
  id: `${supplier}-${customer}-${nextYear()}`.slice(0, 64),
  supplier,
  customer,
  from: `${nextYear()}-01-01`,
  to: `${nextYear()}-12-31`,
  currency: 'EUR',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  programmes: [
    {
      id: 'volume',
      name: 'Annual volume',
      period: 'year',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '100000', percent: '1' },
          { from: '500000', percent: '2' },
        ],
      },
    },
  ],
});

/** What a new agreement begins with: a draft of one's own, the version that it answers, the year before moved on, or a blank one. */
export const useStartingTerms = (asked: Asked): { readonly start: Start | undefined; readonly error: Error | null } => {
  const { like = '', answers, organisation = '', draft } = asked;
  const drafted = useQuery({ ...draftQuery(organisation, draft ?? ''), enabled: draft !== undefined });
  const liked = useQuery({ ...agreementQuery(like), enabled: draft === undefined && like !== '' });
  const isOver = liked.data?.status === 'active' || liked.data?.status === 'terminated';
  const replica = useQuery({ ...replicaQuery(like), enabled: isOver && answers === undefined });
  const version = useQuery({
    ...versionQuery(like, Number(answers ?? liked.data?.version ?? 0)),
    enabled: liked.data !== undefined && (answers !== undefined || !isOver),
  });
  const error = drafted.error ?? liked.error ?? replica.error ?? version.error;
  if (draft !== undefined) return { start: drafted.data === undefined ? undefined : { terms: drafted.data.terms ?? {}, notes: [] }, error };
  if (like === '') return { start: { terms: blank(asked), notes: [] }, error };
  if (replica.data !== undefined) return { start: replica.data, error };
  if (version.data === undefined) return { start: undefined, error };
  const { terms, amendments } = version.data;
  return { start: { terms: { ...(terms as object), ...(amendments.length === 0 ? {} : { amendments }) }, notes: [] }, error };
};
