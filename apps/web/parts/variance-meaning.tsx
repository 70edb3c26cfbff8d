import type { ReactNode } from 'react';
import type { Variance } from '../api/sides-answers.ts';
import { isZero } from '../figures/amounts.ts';
import { Amount } from './amount.tsx';

/** Agreements that it means nothing to are left out. */
const changed = ({ rebate }: Variance): Variance['rebate'] => rebate.filter(({ change }) => !isZero(change));

/** What taking the other side's line would do to what each agreement earns. */
export const VarianceMeaning = ({ variance }: { readonly variance: Variance }): ReactNode => (
  <>
    {changed(variance).length === 0 ? (
      <span className="muted">–</span>
    ) : (
      changed(variance).map(({ agreement, change, currency }, _, all) => (
        <div key={agreement}>
          <Amount value={change} currency={currency} signed tone />
          {all.length > 1 ? <div className="small muted">{agreement}</div> : null}
        </div>
      ))
    )}
  </>
);

/** What a side has said so far, where the other has not answered. */
export const VarianceSaid = ({ variance }: { readonly variance: Variance }): ReactNode =>
  variance.status !== 'proposed' ? null : (
    <p className="small">
      {variance.proposed
        .map(
          ({ party, accept, reason }) =>
            `The ${party} says that ${accept === party ? 'its own' : accept === 'neither' ? 'neither' : accept === 'agreed' ? 'another' : `the ${accept}’s`} line holds${reason === undefined ? '' : `: ${reason}`}`,
        )
        .join('; ')}
    </p>
  );
