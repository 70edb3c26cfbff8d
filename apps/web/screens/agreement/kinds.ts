import type { ProposalKind, VersionStatus } from '../../api/negotiation-answers.ts';

export const KINDS: Readonly<Record<ProposalKind, string>> = {
  agreement: 'the agreement',
  amendment: 'an amendment',
  extension: 'a later last day',
  membership: 'a change of members',
};

type Said = { readonly word: string; readonly tone: string };
export const STATUSES: Readonly<Record<VersionStatus, Said>> = {
  open: { word: 'open', tone: 'warn' },
  signed: { word: 'signed', tone: 'good' },
  countered: { word: 'countered', tone: '' },
  replaced: { word: 'replaced', tone: '' },
  withdrawn: { word: 'withdrawn', tone: '' },
  lapsed: { word: 'lapsed', tone: '' },
  ended: { word: 'ended', tone: '' },
};
