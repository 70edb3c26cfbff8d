import type { KnownAt, Reconciling, ReconciliationCommand } from '#ledger';
import type { Route } from './agreement-routes.ts';
import { answerOf } from './http-request.ts';

/** Where commands and questions about the two sides' records go. */

export const reconciliationRoute = (command: ReconciliationCommand): Route => {
  const at = ['partnerships', command.partnership];
  if (command.kind === 'SetMatchingRules') return { method: 'PUT', path: [...at, 'matching-rules'], body: { ...command.rules, party: command.party, person: command.person } };
  const { variances, accept, agreed, reason, party, person } = command;
  return { path: [...at, 'resolutions'], body: { variances, accept, agreed, reason, party, person } };
};

const text = (knownAt: KnownAt | undefined): string | number | undefined => (knownAt === undefined ? undefined : 'position' in knownAt ? knownAt.position : knownAt.time);

export const httpReconciling = (server: string): Reconciling => ({
  variances: ({ partnership, knownAt, ...query }) => answerOf(server, ['partnerships', partnership, 'variances'], { query: { ...query, knownAt: text(knownAt) } }),
  variance: ({ partnership, variance, knownAt, ...query }) => answerOf(server, ['partnerships', partnership, 'variances', variance], { query: { ...query, knownAt: text(knownAt) } }),
  rules: ({ partnership, knownAt, ...query }) => answerOf(server, ['partnerships', partnership, 'matching-rules'], { query: { ...query, knownAt: text(knownAt) } }),
  gap: ({ partnership, knownAt, ...query }) => answerOf(server, ['partnerships', partnership, 'gap'], { query: { ...query, knownAt: text(knownAt) } }),
  sides: ({ agreement, knownAt, ...query }) => answerOf(server, ['agreements', agreement, 'sides'], { query: { ...query, knownAt: text(knownAt) } }),
  balanceFrom: ({ agreement, knownAt, countFrom, ...query }) => answerOf(server, ['agreements', agreement, 'balance'], { query: { ...query, countFrom, knownAt: text(knownAt) } }),
});
