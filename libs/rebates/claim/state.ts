import type { ClaimEvent, ClaimEventOf, ClaimPart } from './events.ts';

/** The day and the person of what ended or decided something. */
type Done = { readonly on: string; readonly party: 'supplier' | 'customer'; readonly person: string; readonly reason?: string | undefined };

export type ClaimStatus = 'raised' | 'approved' | 'refused' | 'withdrawn';
export type Claim = {
  readonly id: string;
  readonly status: ClaimStatus;
  readonly raised: ClaimEventOf<'ClaimRaised'>['data'];
  /** As raised, with all their lines. */
  readonly parts: readonly ClaimPart[];
  /** As approved; the parts as raised until then. */
  readonly standing: readonly ClaimPart[];
  readonly approved: Done | undefined;
  /** Refused or withdrawn. */
  readonly ended: Done | undefined;
};

export type Settlement = { readonly recorded: ClaimEventOf<'SettlementRecorded'>['data']; readonly reversed: Done | undefined };

export type WaiverStatus = 'requested' | 'waived' | 'dropped';
export type Waiver = {
  readonly requested: ClaimEventOf<'WaiverRequested'>['data'];
  readonly status: WaiverStatus;
  readonly decided: Done | undefined;
};

/** An agreement's claims, settlements and waivers, folded. */
export type ClaimsState = {
  readonly claims: ReadonlyMap<string, Claim>;
  readonly settlements: ReadonlyMap<string, Settlement>;
  readonly waivers: ReadonlyMap<string, Waiver>;
};

export const noClaims: ClaimsState = { claims: new Map(), settlements: new Map(), waivers: new Map() };

const done = ({ on, party, person, reason }: Done): Done => ({ on, party, person, ...(reason === undefined ? {} : { reason }) });

const withClaim = (state: ClaimsState, id: string, change: (claim: Claim) => Claim): ClaimsState => {
  const claim = state.claims.get(id);
  return claim === undefined ? state : { ...state, claims: new Map(state.claims).set(id, change(claim)) };
};

const withWaiver = (state: ClaimsState, id: string, status: WaiverStatus, decided: Done): ClaimsState => {
  const waiver = state.waivers.get(id);
  return waiver === undefined ? state : { ...state, waivers: new Map(state.waivers).set(id, { ...waiver, status, decided }) };
};

const isSamePart = (part: ClaimPart, { programme, period }: Pick<ClaimPart, 'programme' | 'period'>): boolean =>
  part.programme === programme && part.period.from === period.from && part.period.to === period.to;

const withLines = (claim: Claim, data: ClaimEventOf<'ClaimLinesNamed'>['data']): Claim => {
  const parts = claim.parts.map((part) => (isSamePart(part, data) ? { ...part, lines: [...(part.lines ?? []), ...data.lines] } : part));
  return { ...claim, parts, standing: parts };
};

/** What is approved in whole keeps the lines that were claimed. */
const approvedParts = ({ parts }: Claim, approved: readonly ClaimPart[]): readonly ClaimPart[] =>
  approved.map((part) => {
    const lines = part.lines ?? parts.find((claimed) => isSamePart(claimed, part))?.lines;
    return lines === undefined ? part : { ...part, lines };
  });

export const evolveClaims = (state: ClaimsState, event: ClaimEvent): ClaimsState => {
  switch (event.type) {
    case 'ClaimRaised': {
      const { claim: id, parts } = event.data;
      return {
        ...state,
        claims: new Map(state.claims).set(id, {
          id,
          status: 'raised',
          raised: event.data,
          parts,
          standing: parts,
          approved: undefined,
          ended: undefined,
        }),
      };
    }
    case 'ClaimLinesNamed':
      return withClaim(state, event.data.claim, (claim) => withLines(claim, event.data));
    case 'ClaimApproved':
      return withClaim(state, event.data.claim, (claim) => ({
        ...claim,
        status: 'approved',
        standing: approvedParts(claim, event.data.parts),
        approved: done(event.data),
      }));
    case 'ClaimRefused':
      return withClaim(state, event.data.claim, (claim) => ({ ...claim, status: 'refused', ended: done(event.data) }));
    case 'ClaimWithdrawn':
      return withClaim(state, event.data.claim, (claim) => ({ ...claim, status: 'withdrawn', ended: done(event.data) }));
    case 'SettlementRecorded':
      return {
        ...state,
        settlements: new Map(state.settlements).set(event.data.settlement, { recorded: event.data, reversed: undefined }),
      };
    case 'SettlementReversed': {
      const settlement = state.settlements.get(event.data.settlement);
      return settlement === undefined
        ? state
        : { ...state, settlements: new Map(state.settlements).set(event.data.settlement, { ...settlement, reversed: done(event.data) }) };
    }
    case 'WaiverRequested':
      return {
        ...state,
        waivers: new Map(state.waivers).set(event.data.waiver, { requested: event.data, status: 'requested', decided: undefined }),
      };
    case 'EarningWaived':
      return withWaiver(state, event.data.waiver, 'waived', done(event.data));
    case 'WaiverDropped':
      return withWaiver(state, event.data.waiver, 'dropped', done(event.data));
    default:
      return event satisfies never;
  }
};
