import type { Finding } from '../answers.ts';
import type { AuditCheck } from '../check.ts';

/** The tree over the history holds each of its events; what was signed of it is checked with the proofs themselves. */
export const historyProved: AuditCheck = {
  name: 'history',
  holds: 'Every event of the partnership’s history is a leaf of its tree, at its position.',
  run: async function* ({ ledger, partnership, knownAt }) {
    const size = ledger.proofs.size(partnership);
    const short: Finding[] =
      size > knownAt
        ? []
        : [{ kind: 'wrong', subject: partnership, words: `The history has ${knownAt + 1} events, and its tree ${size}.`, events: [size] }];
    yield await Promise.resolve(short);
  },
};
