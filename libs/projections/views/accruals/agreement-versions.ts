import type { Database } from '#event-store';
import {
  type Agreement,
  type AgreementEvent,
  agreementInForce,
  type AgreementState,
  evolveAgreement,
  noAgreement,
  type Plan,
  planOf,
} from '#rebates';
import { perDatabase } from '../../read-model/per-database.ts';
import type { PositionedEvent } from '../../runner/view.ts';

/** An agreement in force and how it measures lines. */
export type Planned = {
  readonly agreement: string;
  readonly partnership: string;
  readonly plan: Plan;
  readonly resolved: Agreement;
  readonly position: number;
};

const CHANGES_WHAT_IS_IN_FORCE = new Set([
  'AgreementActivated',
  'AgreementAmended',
  'AgreementExtended',
  'MembersChanged',
  'AgreementTerminated',
]);

const statements = perDatabase((db: Database) => ({
  insert: db.prepare('INSERT INTO accrual_versions (agreement, position, state) VALUES (?, ?, ?)'),
  key: db.prepare<{ plan: string }>('SELECT plan FROM accrual_plans WHERE agreement = ? AND to_position IS NULL'),
  newest: db.prepare<{ state: string }>('SELECT state FROM accrual_versions WHERE agreement = ? ORDER BY position DESC LIMIT 1'),
}));

/** Folds the events of agreements, keeping each state under its position. */
export class AgreementVersions {
  private readonly db: Database;
  private readonly states = new Map<string, AgreementState>();
  private readonly keys = new Map<string, string>();

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * Folds an event; gives what is in force where the event changed that. Writes the version where asked to; what was
   * found in a first pass over the same event (`known`) is not worked out again.
   */
  take(item: PositionedEvent, write = false, known?: Planned): Planned | undefined {
    const event = { type: item.event.type, data: item.event.data } as unknown as AgreementEvent;
    const agreement = event.data.agreement;
    const before = this.stateOf(agreement);
    const state = evolveAgreement(before, event);
    this.states.set(agreement, state);
    const { partnership, position } = item;
    if (partnership === undefined || position === undefined) throw new Error('an agreement outside any partnership');
    // A comment leaves the state as it was: terms are long, and need not stand there again.
    if (write && state !== before) statements(this.db).insert.run(agreement, position, JSON.stringify(state));
    if (known !== undefined) return known;
    const resolved = CHANGES_WHAT_IS_IN_FORCE.has(event.type) ? agreementInForce(state) : undefined;
    return resolved === undefined ? undefined : { agreement, partnership, plan: planOf(resolved), resolved, position };
  }

  /** Key of the plan in force, as stored or as said by `inForce`. */
  keyInForce(agreement: string): string | undefined {
    const said = this.keys.get(agreement);
    if (said !== undefined) return said;
    return statements(this.db).key.get(agreement)?.plan;
  }

  inForce(agreement: string, key: string): void {
    this.keys.set(agreement, key);
  }

  private stateOf(agreement: string): AgreementState {
    const known = this.states.get(agreement);
    if (known !== undefined) return known;
    const row = statements(this.db).newest.get(agreement);
    return row === undefined ? noAgreement : (JSON.parse(row.state) as AgreementState);
  }
}
