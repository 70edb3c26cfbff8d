import { toDay } from '#kernel';
import { parseAgreement } from '../agreement/parse.ts';
import { resolveAgreement } from '../agreement/resolve.ts';
import { termsInWords } from '../agreement/words.ts';
import { programmeOf } from '../accrual/testing/build.ts';

/** For specs of kinds: what is refused of one programme, and how it reads aloud. */

export const refusalsOf = (programme: Record<string, unknown>, more: Record<string, unknown> = {}): string[] => {
  const parsed = parseAgreement({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'p1', ...programme }],
    ...more,
  });
  return parsed.ok ? [] : parsed.rejections.map(({ code, place }) => `${code} ${place ?? ''}`);
};

export const wordsOf = (programme: Record<string, unknown>): string[] =>
  termsInWords(resolveAgreement(programmeOf(programme), []), 'p1', toDay('2026-06-30'));
