import { type EventStore, isStoreError } from '#event-store';
import { isId, parseDay, type Rejection } from '#kernel';
import {
  type Accounts,
  type AccountsCommand,
  accountsDecider,
  type AccountsEvent,
  type AccountsState,
  type AccruedRow,
  type BalanceAnswer,
  type BookingCommand,
  bookingDecider,
  type BookingEvent,
  type BookingFacts,
  type BookingRequest,
  type BookingState,
  claimsDecider,
  inStockOn,
  isUpfront,
  type KnownAtFinal,
  parseAccounts,
  resolveAgreement,
  standingBookings,
} from '#rebates';
import { decideOnStream, wrongCommandId } from '../execute.ts';
import type { Answer, CommandContext, KnownAt, Executed, LedgerCommand } from '../ledger.ts';
import { badDay, commandReused, organisationInvalid, programmeUnknown } from '../rejections.ts';
import { accountsStream, bookingStream } from '../streams.ts';
import { dayIn } from '../today.ts';
import type { BookCommand, SetAccounts } from './books.ts';
import { accountsOf, bookingsOf, claimsOf, type OwnSide, ownSide } from './own-books.ts';

const KINDS: ReadonlySet<string> = new Set<BookCommand['kind']>([
  'BookAccruals',
  'ReverseBooking',
  'RequestRelease',
  'ApproveRelease',
  'DropRelease',
  'SetAccounts',
]);
export const isBookCommand = (command: LedgerCommand): command is BookCommand => KINDS.has(command.kind);

export type BookSources = {
  readonly store: EventStore;
  readonly caughtUpTo: (token: string) => Promise<void>;
  /** A balance under the own policy of a party. */
  readonly balanceOf: (at: {
    readonly agreement: string;
    readonly on: string;
    readonly policyOf: string;
    readonly knownAt?: KnownAt;
  }) => Promise<Answer<BalanceAnswer>>;
  /** Where in a partnership's history an event stands. */
  readonly positionOf: (partnership: string, token: string) => number | undefined;
};

const refused = (...rejections: readonly Rejection[]): Executed => ({ kind: 'rejected', rejections });

const setAccounts = (store: EventStore, { organisation, accounts }: SetAccounts, context: CommandContext): Promise<Executed> => {
  if (!isId(organisation)) return Promise.resolve(refused(organisationInvalid(organisation)));
  const parsed = parseAccounts(accounts);
  if (!parsed.ok) return Promise.resolve(refused(...parsed.rejections));
  const command: AccountsCommand = { kind: 'SetAccounts', organisation, accounts: parsed.value };
  return decideOnStream<AccountsCommand, AccountsState, AccountsEvent>({
    store,
    decider: accountsDecider,
    command,
    stream: accountsStream(organisation),
    partnership: () => undefined,
    context,
  });
};

/** What is booked apart: upfront payments, and for the customer the share of its goods in stock. */
const bookedAs =
  ({ state, party }: OwnSide, accounts: Accounts, on: string): BookingFacts['bookedAs'] =>
  (programme) => {
    const asked = { agreement: state.agreement, programme };
    const earn = state.terms.programmes.find(({ id }) => id === programme)?.earn ?? {};
    return {
      upfront: isUpfront(accounts, asked, 'lumpSum' in earn),
      inStock: party === 'customer' ? inStockOn(accounts, asked, on) : undefined,
    };
  };

const rowsOf = ({ programmes }: BalanceAnswer): AccruedRow[] =>
  programmes.map(({ id, period, accrued }) => ({ programme: id, from: period.from, to: period.to, accrued }));

type Finals = Awaited<ReturnType<typeof claimsOf>>['finals'];
/** What was accrued and settled when each final settlement was recorded that no booking has taken yet. */
const finalsOf = async (sources: BookSources, side: OwnSide, on: string, finals: Finals): Promise<BookingFacts['finals']> => {
  const { agreement, partnership } = side.state;
  const booked = new Set(
    standingBookings(await bookingsOf(sources.store, side.organisation, agreement)).flatMap(({ uses }) =>
      uses.map(({ settlement }) => settlement),
    ),
  );
  const known = new Map<string, KnownAtFinal>();
  for (const [settlement, { token, claims }] of finals) {
    const position = booked.has(settlement) ? undefined : sources.positionOf(partnership, token);
    if (position === undefined) continue;
    const then = await sources.balanceOf({ agreement, on, policyOf: side.organisation, knownAt: { position } });
    if (then.kind === 'answer') known.set(settlement, { accrued: rowsOf(then.value), claims });
  }
  return known;
};

const known = async (
  sources: BookSources,
  side: OwnSide,
  command: BookingCommand,
  today: string,
): Promise<BookingRequest['known'] | readonly Rejection[]> => {
  const { store } = sources;
  const { agreement, terms, terminatedOn } = side.state;
  const on = command.kind === 'BookAccruals' ? command.through : today;
  const balance = await sources.balanceOf({ agreement, on, policyOf: side.organisation });
  if (balance.kind === 'rejected') return balance.rejections;
  const { versions } = await accountsOf(store, side.organisation);
  const { currency, knownAt = 0, policy } = balance.value;
  const claims = await claimsOf(store, agreement);
  const facts: BookingFacts = {
    decimals: resolveAgreement(terms, side.state.amendments).rounding.decimals,
    programmes: terms.programmes.map(({ id }) => id),
    accrued: rowsOf(balance.value),
    claims: claims.state,
    finals: command.kind === 'BookAccruals' ? await finalsOf(sources, side, on, claims.finals) : new Map(),
    term: { from: terms.from, to: terminatedOn ?? terms.to },
    bookedAs: bookedAs(side, versions.at(-1) ?? {}, on),
  };
  return { party: side.party, currency, knownAt, policy: policy?.version ?? 0, accounts: versions.length - 1, today, facts };
};

const NOTHING_KNOWN: BookingRequest['known'] = {
  party: 'supplier',
  currency: '',
  knownAt: 0,
  policy: 0,
  accounts: 0,
  today: '',
  facts: {
    decimals: 0,
    programmes: [],
    accrued: [],
    claims: claimsDecider.initial,
    finals: new Map(),
    term: { from: '', to: '' },
    bookedAs: () => ({ upfront: false, inStock: undefined }),
  },
};

const onAccount = async (sources: BookSources, command: BookingCommand, context: CommandContext): Promise<Executed> => {
  const { store } = sources;
  if (command.kind === 'BookAccruals' && parseDay(command.through) === undefined) return refused(badDay('through', command.through));
  const side = await ownSide(store, command.agreement, command.organisation);
  if ('code' in side) return refused(side);
  if (command.kind === 'RequestRelease' && !side.state.terms.programmes.some(({ id }) => id === command.programme))
    return refused(programmeUnknown(command.programme));
  const last = await store.lastToken();
  if (last !== undefined) await sources.caughtUpTo(last);
  const found = await known(sources, side, command, dayIn(side.state.terms.timeZone, new Date(context.now)));
  if (!('facts' in found)) return refused(...found);
  const own = { ...command, organisation: side.organisation };
  // What is known changes between two tries of one command, and is no part of what the command says.
  const asked: BookingRequest = { ...own, known: NOTHING_KNOWN };
  return decideOnStream<BookingRequest, BookingState, BookingEvent>({
    store,
    decider: bookingDecider,
    stream: bookingStream(side.organisation, command.agreement),
    partnership: () => undefined,
    context,
    command: asked,
    known: () => Promise.resolve({ ...own, known: found }),
  });
};

/** Carries out what a party asks of its own books: nothing of it enters a partnership's history. */
export const executeBooks = async (sources: BookSources, command: BookCommand, context: CommandContext): Promise<Executed> => {
  const wrong = wrongCommandId(context);
  if (wrong !== undefined) return wrong;
  try {
    return await (command.kind === 'SetAccounts' ? setAccounts(sources.store, command, context) : onAccount(sources, command, context));
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED') return refused(commandReused(context.commandId));
    throw error;
  }
};
