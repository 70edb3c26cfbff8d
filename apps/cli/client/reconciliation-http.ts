import type { Reconciling, ReconciliationCommand, ResolveStatedFigure, StateFigures } from '#ledger';
import type { Route } from './agreement-routes.ts';
import { answerOf } from './http-request.ts';
import { knownAtText } from './known-at.ts';

/** Where commands and questions about the two sides' records go. */

export const reconciliationRoute = (command: ReconciliationCommand | StateFigures | ResolveStatedFigure): Route => {
  if (command.kind === 'ResolveStatedFigure') {
    const { agreement, kind: _, ...body } = command;
    return { path: ['agreements', agreement, 'stated-figures', 'resolutions'], body };
  }
  if (command.kind === 'StateFigures') {
    const { agreement, period, figures, reference, corrects, party, person } = command;
    return { path: ['agreements', agreement, 'stated-figures'], body: { period, figures, reference, corrects, party, person } };
  }
  const at = ['partnerships', command.partnership];
  if (command.kind === 'SetMatchingRules')
    return { method: 'PUT', path: [...at, 'matching-rules'], body: { ...command.rules, party: command.party, person: command.person } };
  const { variances, accept, agreed, reason, party, person } = command;
  return { path: [...at, 'resolutions'], body: { variances, accept, agreed, reason, party, person } };
};

export const httpReconciling = (server: string): Reconciling => ({
  variances: ({ partnership, knownAt, ...query }) =>
    answerOf(server, ['partnerships', partnership, 'variances'], { query: { ...query, knownAt: knownAtText(knownAt) } }),
  variance: ({ partnership, variance, knownAt, ...query }) =>
    answerOf(server, ['partnerships', partnership, 'variances', variance], { query: { ...query, knownAt: knownAtText(knownAt) } }),
  rules: ({ partnership, knownAt, ...query }) =>
    answerOf(server, ['partnerships', partnership, 'matching-rules'], { query: { ...query, knownAt: knownAtText(knownAt) } }),
  gap: ({ partnership, knownAt, ...query }) =>
    answerOf(server, ['partnerships', partnership, 'gap'], { query: { ...query, knownAt: knownAtText(knownAt) } }),
  sides: ({ agreement, knownAt, ...query }) =>
    answerOf(server, ['agreements', agreement, 'sides'], { query: { ...query, knownAt: knownAtText(knownAt) } }),
  stated: ({ agreement, knownAt, ...query }) =>
    answerOf(server, ['agreements', agreement, 'stated-figures'], { query: { ...query, knownAt: knownAtText(knownAt) } }),
  balanceFrom: ({ agreement, knownAt, countFrom, ...query }) =>
    answerOf(server, ['agreements', agreement, 'balance'], { query: { ...query, countFrom, knownAt: knownAtText(knownAt) } }),
});
