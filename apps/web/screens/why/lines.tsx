import type { ReactNode } from 'react';
import type { LineEffect } from '../../api/answers.ts';
import { type Terms, nameOf } from '../../api/terms.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';

/** One row for each line and what it did in each programme. */
export const LinesTable = ({ lines, terms, cause }: { readonly lines: readonly LineEffect[]; readonly terms: Terms; readonly cause: string | undefined }): ReactNode => {
  const shown = lines.filter(({ effects }) => cause === undefined || effects.some((effect) => effect.cause === cause));
  if (shown.length === 0) return <p className="muted">{cause === undefined ? 'No line was recorded for these days.' : `No line of those loaded has the cause “${cause}”.`}</p>;
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label="Lines, table">
      <table className="table lines">
        <thead><tr><th scope="col">Position</th><th scope="col">Date</th><th scope="col">Document and line</th><th scope="col">Product</th><th scope="col">Programme</th><th scope="col">Cause</th><th scope="col" className="figure">Unrounded</th></tr></thead>
        <tbody>
          {shown.flatMap((line) => {
            const effects = line.effects.filter((effect) => cause === undefined || effect.cause === cause);
            const rows = effects.length === 0 ? [undefined] : effects;
            return rows.map((effect, index) => (
              <tr key={`${line.position} ${line.document} ${line.line} ${index}`} className={index === 0 ? '' : 'same-line'}>
                {index > 0 ? <td colSpan={4} /> : (
                  <><td className="figure-left">{line.position}</td><td className="nowrap">{shortDay(line.date)}</td><td><code>{line.document}#{line.line}</code></td><td>{line.product}</td></>
                )}
                {effect === undefined ? <td colSpan={3} className="muted">{line.notCounted ?? 'changes nothing'}</td> : (
                  <><td>{nameOf(terms, effect.programme)}</td><td>{effect.cause}</td><td className="figure"><Amount value={effect.amount} signed tone /></td></>
                )}
              </tr>
            ));
          })}
        </tbody>
      </table>
    </div>
  );
};
