import type { ReactNode } from 'react';
import type { Variance, Variances } from '../../api/sides-answers.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import type { Side } from '../../api/answers.ts';
import { Resolve } from './resolve.tsx';
import { lineOf, wordsOf } from './variance-words.ts';

type Props = { readonly agreement: string; readonly partnership: string; readonly currency: string; readonly side: Side | undefined };

const Meaning = ({ variance }: { readonly variance: Variance }): ReactNode => (
  <>{variance.rebate.length === 0 ? <span className="muted">–</span> : variance.rebate.map(({ agreement, change, currency }) => <div key={agreement}><Amount value={change} currency={currency} signed tone /></div>)}</>
);

/** The first place where the two histories part: everything after it stands on it. */
export const FirstDivergence = ({ variance, ...rest }: Props & { readonly variance: Variance }): ReactNode => (
  <section className="panel first-divergence" aria-labelledby="first-title">
    <div className="panel-head"><h2 id="first-title">Where the two records first part</h2><span className="pill bad">{variance.kind}</span></div>
    <p><strong>{lineOf(variance)}</strong>: {wordsOf(variance)}.</p>
    <p className="small muted">Since {shortDay(variance.since.day)}, position {variance.since.position}. In value <Amount value={variance.value} currency={rest.currency} signed />; in rebate <Meaning variance={variance} /></p>
    {rest.side === undefined ? null : <Resolve agreement={rest.agreement} partnership={rest.partnership} variance={variance} side={rest.side} />}
  </section>
);

export const VarianceTable = ({ pages, ...rest }: Props & { readonly pages: readonly Variances[] }): ReactNode => (
  <div className="table-frame" tabIndex={0} role="region" aria-label="Variances, table">
    <table className="table variances">
      <thead><tr><th scope="col">Since</th><th scope="col">Position</th><th scope="col">Line</th><th scope="col">What differs</th><th scope="col" className="figure">Value, {rest.currency}</th><th scope="col" className="figure">In rebate</th><th scope="col">State</th></tr></thead>
      <tbody>
        {pages.flatMap(({ items }) => items).map((variance) => (
          <tr key={variance.variance}>
            <td className="nowrap">{shortDay(variance.since.day)}</td>
            <td>{variance.since.position}</td>
            <td><code>{lineOf(variance)}</code></td>
            <td>{wordsOf(variance)}</td>
            <td className="figure"><Amount value={variance.value} signed tone /></td>
            <td className="figure"><Meaning variance={variance} /></td>
            <td>
              {variance.status === 'proposed' ? <p className="small">{variance.proposed.map(({ party, accept, reason }) => `The ${party} says that ${accept === party ? 'its own' : `the ${accept}’s`} line holds${reason === undefined ? '' : `: ${reason}`}`).join('; ')}</p> : null}
              {rest.side === undefined ? <span className="pill">{variance.status}</span> : <Resolve agreement={rest.agreement} partnership={rest.partnership} variance={variance} side={rest.side} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
