import type { AgreementSummary, Answer, Executed, Ledger, PartnershipSummary } from '#ledger';
import type { BalanceAnswer } from '#rebates';

/** What is asked directly; the rest are groups of use cases. */
type Asked = { [K in keyof Ledger]: Ledger[K] extends (...args: never[]) => unknown ? K : never }[keyof Ledger];
type Groups = Omit<Ledger, Asked>;

/** As arrow functions, which may be taken off and replaced. */
type Answers = { -readonly [K in Asked]: (...args: Parameters<Ledger[K]>) => ReturnType<Ledger[K]> };

/** A ledger for the tests of HTTP: it remembers what it was asked, and any answer can be replaced. */
export type FakeLedger = {
  readonly ledger: Ledger;
  readonly calls: { readonly name: string; readonly args: readonly unknown[] }[];
  readonly answers: Answers;
  advance(partnership: string): void;
  lastArgs(name: Asked): readonly unknown[];
  readonly listeners: () => number;
  /** As if nobody had asked or replaced anything; who listens goes on. */
  reset(): void;
};

export const rejected = (
  code: string,
  place?: string,
): {
  readonly kind: 'rejected';
  readonly rejections: readonly [{ readonly code: string; readonly message: string; readonly wayOut: string; readonly place?: string }];
} => ({
  kind: 'rejected',
  rejections: [{ code, message: `Refused with ${code}.`, wayOut: 'Do it differently.', ...(place === undefined ? {} : { place }) }],
});

const answer = <T>(value: T): Promise<Answer<T>> => Promise.resolve({ kind: 'answer', value });
const CURRENT_POSITION = 41;
export const AGREEMENT: AgreementSummary = {
  agreement: 'acme-buildco-2026',
  partnership: 'acme~buildco',
  status: 'active',
  version: 1,
  revision: 7,
  terms: { from: '2026-01-01' },
  amendments: [],
  openProposal: null,
  terminatedOn: null,
};
const PARTNERSHIPS: readonly PartnershipSummary[] = ['a', 'b', 'c', 'd', 'e'].map((customer) => ({
  partnership: `acme~${customer}`,
  supplier: 'acme',
  customer,
  position: 1,
  agreements: [],
}));

const balanceOf = (on: string, position: number): BalanceAnswer => ({
  agreement: AGREEMENT.agreement,
  currency: 'EUR',
  on,
  knownAt: Math.min(position, CURRENT_POSITION),
  rules: 1,
  programmes: [],
  earned: '13500.00',
  accrued: '13500.00',
});

/** Carries a command id out once: the same content repeats the answer, other content is refused. */
const execution = (): Answers['execute'] => {
  const done = new Map<string, string>();
  return (command, { commandId, expectedRevision }) => {
    const content = JSON.stringify(command);
    const before = done.get(commandId);
    if (before !== undefined && before !== content) return Promise.resolve(rejected('COMMAND_REUSED'));
    if (expectedRevision !== undefined && expectedRevision !== AGREEMENT.revision)
      return Promise.resolve<Executed>({ kind: 'conflict', message: 'It changed.' });
    done.set(commandId, content);
    return Promise.resolve<Executed>({
      kind: 'done',
      token: '0042',
      revision: 8,
      stream: 's',
      events: before === undefined ? ['Recorded'] : [],
    });
  };
};

const behaviour = (onAdvance: Answers['onAdvance']): Answers => ({
  execute: execution(),
  importSales: async ({ by, file, source }) => {
    let bytes = 0;
    if (typeof source !== 'string') for await (const chunk of source) bytes += chunk.length;
    return answer({
      import: 'i-1',
      by,
      file,
      startedAt: '2026-01-01T00:00:00Z',
      status: 'completed',
      sent: bytes,
      recorded: bytes,
      repeated: 0,
      refused: 0,
      notAddressed: 0,
    });
  },
  balance: ({ agreement, on = '2026-06-30', knownAt }) =>
    agreement === AGREEMENT.agreement
      ? answer(balanceOf(on, knownAt !== undefined && 'position' in knownAt ? knownAt.position : CURRENT_POSITION))
      : Promise.resolve(rejected('AGREEMENT_UNKNOWN')),
  balances: ({ from, to, knownAt }) => {
    const position = knownAt !== undefined && 'position' in knownAt ? knownAt.position : CURRENT_POSITION;
    return answer([balanceOf(from, position), balanceOf(to, position)]);
  },
  policy: ({ agreement, organisation }) =>
    answer({ agreement, organisation, version: 1, revision: 0, recordedAt: '2026-01-01T00:00:00.000Z', policy: { programmes: {} } }),
  goals: ({ agreement, on = '2026-06-30' }) => answer({ agreement, on, knownAt: CURRENT_POSITION, rules: 1, goals: [] }),
  alerts: ({ agreement, on = '2026-06-30' }) => answer({ agreement, on, knownAt: CURRENT_POSITION, rules: 1, alerts: [] }),
  explain: ({ on = '2026-06-30', from = '2026-01-01' }) =>
    answer({
      agreement: AGREEMENT.agreement,
      currency: 'EUR',
      on,
      from,
      rules: 1,
      knownAt: CURRENT_POSITION,
      opening: '0.00',
      earned: '13500.00',
      causes: { sale: '13500.00' },
      programmes: [],
      lines: [],
      nextCursor: null,
    }),
  replay: ({ from }) => answer([{ on: from, earned: '0.00', change: '0.00', causes: {}, events: [] }]),
  compare: ({ agreement, on = '2026-06-30' }) =>
    answer({
      agreement,
      supplier: 'acme',
      customer: 'buildco',
      currency: 'EUR',
      on,
      through: on,
      knownAt: CURRENT_POSITION,
      rules: 1,
      forecast: null,
      sets: [],
      programmes: [],
      curve: [],
    }),
  design: ({ agreement, on = '2026-06-30' }) =>
    answer({
      agreement,
      supplier: 'acme',
      customer: 'buildco',
      currency: 'EUR',
      on,
      knownAt: CURRENT_POSITION,
      rules: 1,
      sales: 'term',
      goals: [],
      search: { grid: '1', evaluated: 1, notValid: 0, complete: true },
      standing: { figures: [], misses: [] },
      meetsAll: false,
      candidates: [],
      leftOut: 0,
      note: '',
    }),
  timeline: () => answer({ items: [], nextCursor: null }),
  partnerships: ({ cursor = '0', limit = 2 }) => {
    const start = Number(cursor);
    const next = start + limit;
    return answer({ items: PARTNERSHIPS.slice(start, next), nextCursor: next < PARTNERSHIPS.length ? String(next) : null });
  },
  partnershipOf: (id) => Promise.resolve(id === AGREEMENT.agreement ? AGREEMENT.partnership : undefined),
  agreement: (id) => (id === AGREEMENT.agreement ? answer(AGREEMENT) : Promise.resolve(rejected('AGREEMENT_UNKNOWN'))),
  versions: () => answer([]),
  version: () => Promise.resolve(rejected('VERSION_UNKNOWN')),
  diff: ({ agreement, from, to }) => answer({ agreement, from, to, changes: [] }),
  reading: () => answer({ words: { agreement: [], programmes: [] }, warnings: [], comparedWith: null, changes: [] }),
  words: ({ agreement, version = 1 }) => answer({ agreementId: agreement, version, agreement: [], programmes: [] }),
  trueUps: ({ agreement, on = '2026-06-30' }) => answer({ agreement, currency: 'EUR', on, knownAt: CURRENT_POSITION, trueUps: [] }),
  replica: () => answer({ terms: {}, notes: [] }),
  drafts: () => answer({ items: [], nextCursor: null }),
  draft: () => Promise.resolve(rejected('DRAFT_UNKNOWN')),
  notes: () => answer([]),
  imports: () => answer({ items: [], nextCursor: null }),
  oneImport: ({ import: id }) =>
    id === 'i-1'
      ? answer({
          import: id,
          by: 'acme',
          file: 'a.csv',
          startedAt: '2026-06-30T00:00:00.000Z',
          status: 'completed',
          sent: 0,
          recorded: 0,
          repeated: 0,
          refused: 0,
          notAddressed: 0,
        })
      : Promise.resolve(rejected('IMPORT_UNKNOWN')),
  refusedLines: ({ import: id }) => (id === 'i-1' ? answer({ items: [], nextCursor: null }) : Promise.resolve(rejected('IMPORT_UNKNOWN'))),
  overview: ({ agreement }) =>
    answer({
      agreement,
      partnership: AGREEMENT.partnership,
      supplier: 'acme',
      customer: 'buildco',
      status: 'active',
      version: 1,
      from: '2026-01-01',
      to: '2026-12-31',
      currency: 'EUR',
      termination: null,
      people: { propose: [], approve: [], sign: [] },
      goals: [],
      words: { agreement: [], programmes: [] },
      agreed: [],
      open: null,
    }),
  notices: ({ partnership, after }) =>
    partnership === AGREEMENT.partnership
      ? answer({ items: [], through: 'time' in after ? { position: CURRENT_POSITION } : after, more: false })
      : Promise.resolve(rejected('PARTNERSHIP_UNKNOWN')),
  onAdvance,
  ready: () => Promise.resolve(),
  rebuild: () => Promise.resolve({ identical: true, difference: null, events: 0, digest: '' }),
  lag: () =>
    Promise.resolve([
      { view: 'balances', token: '42', stopped: null },
      { view: 'timeline', token: null, stopped: 'event 3' },
    ]),
  close: () => Promise.resolve(),
});

/** Two records that differ in nothing. */
const reconciliation: Groups['reconciliation'] = {
  variances: ({ partnership }) =>
    answer({
      partnership,
      knownAt: CURRENT_POSITION,
      rules: 0,
      comparedFrom: null,
      total: { count: 0, net: '0', gross: '0' },
      byKind: {},
      items: [],
      nextCursor: null,
    }),
  variance: () => Promise.resolve(rejected('VARIANCE_UNKNOWN')),
  rules: ({ partnership }) =>
    answer({
      partnership,
      knownAt: CURRENT_POSITION,
      version: 0,
      tolerances: {},
      stages: { supplier: 'invoiced', customer: 'invoiced' },
      prefix: '',
      units: [],
      products: [],
      documents: [],
    }),
  gap: ({ partnership }) => answer({ partnership, knownAt: CURRENT_POSITION, comparedFrom: null, days: [] }),
  sides: ({ agreement, on = '2026-06-30' }) =>
    answer({
      agreement,
      currency: 'EUR',
      on,
      knownAt: CURRENT_POSITION,
      rules: 1,
      counts: 'supplier',
      reported: { supplier: true, customer: true },
      supplier: '0.00',
      customer: '0.00',
      difference: '0.00',
      programmes: [],
    }),
  stated: ({ agreement }) => answer({ agreement, currency: 'EUR', on: '2026-06-30', knownAt: CURRENT_POSITION, items: [] }),
  balanceFrom: ({ on = '2026-06-30' }) => answer(balanceOf(on, CURRENT_POSITION)),
};

const AXES = { agreement: AGREEMENT.agreement, currency: 'EUR', on: '2026-06-30', knownAt: CURRENT_POSITION, rules: 1 };

/** Nothing was ever signed: what proofs say is tested on a ledger that has a history. */
const unsigned = (): Extract<Answer<never>, { kind: 'rejected' }> => rejected('CHECKPOINT_UNKNOWN');

const disputes: Groups['disputes'] = {
  disputes: () => answer({ items: [], nextCursor: null }),
  dispute: () => Promise.resolve(rejected('DISPUTE_UNKNOWN')),
  addEvidence: () => Promise.resolve(rejected('DISPUTE_UNKNOWN')),
  evidence: () => Promise.resolve(rejected('EVIDENCE_UNKNOWN')),
};

const groups: Groups = {
  audits: { claims: () => Promise.resolve(rejected('PARTNERSHIP_UNKNOWN')), bundle: () => Promise.resolve(unsigned()) },
  settling: {
    claims: () => answer({ ...AXES, claims: [] }),
    settlements: () => answer({ ...AXES, standing: [], settlements: [], waivers: [] }),
    claimLines: ({ programme }) => answer({ ...AXES, programme, earned: '0.00', lines: [], nextCursor: null }),
    due: () => answer({ ...AXES, items: [], carried: [] }),
    shortPayments: () => answer({ ...AXES, documents: [] }),
    ageing: () =>
      answer({
        ...AXES,
        programmes: [],
        total: { notDue: '0.00', days1to30: '0.00', days31to60: '0.00', days61to90: '0.00', over90: '0.00', total: '0.00' },
        items: [],
      }),
  },
  books: {
    accruals: ({ organisation, agreement }) => answer({ organisation, agreement, bookings: [], releases: [] }),
    journal: ({ organisation, agreement }) =>
      answer({ organisation, agreement, currency: 'EUR', from: null, to: null, debit: '0.00', credit: '0.00', entries: [] }),
    accounts: ({ organisation }) => answer({ organisation, version: 0, accounts: {} }),
  },
  reconciliation,
  disputes,
  auditing: {
    report: ({ agreement }) => answer({ agreement, partnership: 'acme~buildco', knownAt: CURRENT_POSITION, passed: true, checks: [] }),
  },
  proofs: {
    size: () => 0,
    partnerships: () => [],
    rootAt: () => new Uint8Array(),
    hashes: () => () => new Uint8Array(),
    tile: () => Promise.resolve(undefined),
    entries: async function* () {
      yield* await Promise.resolve<Uint8Array[]>([]);
    },
    indexOf: () => Promise.resolve(undefined),
    entry: () => Promise.resolve(unsigned()),
    proofFile: unsigned,
    consistency: unsigned,
    checkpoints: {
      sign: unsigned,
      signDue: () => undefined,
      signGrown: () => undefined,
      last: unsigned,
      covering: () => undefined,
      all: () => [],
      page: unsigned,
      cosign: unsigned,
      keys: unsigned,
      addWitness: unsigned,
      removeWitness: unsigned,
      check: () => [],
      faults: () => [],
      evidence: () => [],
      restart: unsigned,
    },
    witnesses: {
      list: () => [],
      handTo: unsigned,
      due: () => [],
      attempt: () => Promise.resolve(),
      contradictions: () => [],
      untold: () => [],
      told: () => undefined,
    },
    ledgerKeys: () => ({ ledger: 'ledger', keys: [] }),
    rotateKeys: () => ({ ledger: 'ledger', keys: [] }),
  },
  /** What closing answers is tested on a ledger that has statements. */
  closing: {
    bridge: ({ agreement }) => {
      const end = { on: '2026-06-30', knownAt: CURRENT_POSITION, amount: '0.00' };
      return answer({
        agreement,
        currency: 'EUR',
        rules: 1,
        figure: 'earned',
        from: end,
        to: end,
        change: '0.00',
        causes: {},
        causedBy: [],
        programmes: [],
        legs: { recorded: null, days: null },
        events: [],
        nextCursor: null,
      });
    },
    statements: ({ agreement }) =>
      answer({ agreement, currency: 'EUR', knownAt: CURRENT_POSITION, statements: [], nextFrom: '2026-01-01' }),
    statement: () => Promise.resolve(rejected('STATEMENT_UNKNOWN')),
    check: () => Promise.resolve(rejected('STATEMENT_UNKNOWN')),
    preview: () => Promise.resolve(rejected('PERIOD_NOT_OVER')),
    periods: ({ agreement, every = 'month' }) =>
      answer({ agreement, currency: 'EUR', knownAt: CURRENT_POSITION, today: '2026-06-30', every, periods: [] }),
    figures: ({ agreement, on = '2026-06-30' }) => {
      const known = { knownAt: CURRENT_POSITION, earned: '0.00' };
      return answer({ agreement, currency: 'EUR', on, booked: null, knownNow: known, knownThen: known });
    },
  },
};

export const fakeLedger = (): FakeLedger => {
  const heard = new Set<Parameters<Ledger['onAdvance']>[0]>();
  const fresh = (): Answers =>
    behaviour((listener) => {
      heard.add(listener);
      return () => heard.delete(listener);
    });
  const answers = fresh();
  const calls: { name: string; args: readonly unknown[] }[] = [];
  const names = Object.keys(answers) as Asked[];
  const recording = names.map((name) => [
    name,
    (...args: readonly unknown[]): unknown => {
      calls.push({ name, args });
      return (answers[name] as (...given: readonly unknown[]) => unknown)(...args);
    },
  ]);
  const ledger = { ...(Object.fromEntries(recording) as Omit<Ledger, keyof Groups>), ...groups };
  return {
    ledger,
    calls,
    answers,
    advance: (partnership) => {
      for (const listener of heard) listener({ partnership, position: CURRENT_POSITION });
    },
    lastArgs: (name) => calls.findLast((call) => call.name === name)?.args ?? [],
    listeners: () => heard.size,
    reset: () => {
      calls.length = 0;
      Object.assign(answers, fresh());
    },
  };
};
