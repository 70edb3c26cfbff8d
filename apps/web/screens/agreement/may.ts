import type { Me, Side } from '../../api/answers.ts';
import type { OpenVersion, Overview } from '../../api/negotiation-answers.ts';
import type { Terms } from '../../api/terms.ts';
import { sidesWith } from '../../parts/people.ts';

/** What this person may do next, by side: no button is shown that the server would refuse. */
export type May = {
  readonly propose: readonly Side[];
  /** To answer what the other side proposed, or to put another in place of one's own. */
  readonly counter: readonly Side[];
  readonly approve: readonly Side[];
  readonly sign: readonly Side[];
  readonly withdraw: readonly Side[];
  readonly comment: readonly Side[];
  readonly lapse: boolean;
  readonly terminate: readonly Side[];
};

const NOTHING: May = { propose: [], counter: [], approve: [], sign: [], withdraw: [], comment: [], lapse: false, terminate: [] };

/** An empty list of names is anybody of the side who may. On an open server anybody is whoever they say. */
const isNamed = (me: Me, names: readonly string[]): boolean => me.is === 'open' || names.length === 0 || names.includes(me.id);

const awaited = (me: Me, open: OpenVersion, act: 'approve' | 'sign', sides: readonly Side[]): readonly Side[] =>
  open.awaits.filter((one) => one.act === act && sides.includes(one.party) && isNamed(me, one.people)).map(({ party }) => party);

export const mayOf = (me: Me | undefined, terms: Terms, { people, open, status }: Overview): May => {
  if (me === undefined) return NOTHING;
  const [commercial, deciding, approving, speaking] = [
    ['commercial'],
    ['commercial', 'approver'],
    ['approver'],
    ['commercial', 'approver', 'finance'],
  ].map((roles) => sidesWith(me, terms, roles));
  const proposing = isNamed(me, people.propose) ? (commercial ?? []) : [];
  if (open === null)
    return { ...NOTHING, propose: status === 'terminated' ? [] : proposing, terminate: status === 'active' ? (deciding ?? []) : [] };
  return {
    propose: [],
    counter: proposing,
    approve: awaited(me, open, 'approve', approving ?? []),
    sign: awaited(me, open, 'sign', deciding ?? []),
    withdraw: open.lapsed ? [] : proposing.filter((side) => side === open.proposed.party),
    comment: speaking ?? [],
    lapse: open.lapsed && (deciding ?? []).length > 0,
    terminate: status === 'active' ? (deciding ?? []) : [],
  };
};

/** Who decides follows from who is signed in; an open server takes it as said. */
export const byOf = (me: Me | undefined, side: Side): object => ({ party: side, ...(me?.is === 'open' ? { person: me.id } : {}) });
