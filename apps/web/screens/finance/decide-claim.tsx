import type { ReactNode } from 'react';
import type { Claim, ClaimPart } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { add } from '../../figures/amounts.ts';
import { Act, Folded, type Given, TextField, filled } from '../../parts/act.tsx';
import { type Of, financeOf } from './of.ts';
import { pathIn } from './queries.ts';
import { periodWords } from './words.ts';

const nameOfPart = (index: number): string => `part-${index}`;
const nameOfLine = (index: number, line: number): string => `part-${index}-line-${line}`;

/** What is approved of each part: of a part that names lines, by line. */
const approvedParts = (parts: readonly ClaimPart[], given: Given): readonly ClaimPart[] =>
  parts
    .map(({ programme, period, lines }, index) => {
      if (lines === undefined) return { programme, period, amount: given(nameOfPart(index)) };
      const kept = lines
        .map(({ document, line }, at) => ({ document, line, amount: given(nameOfLine(index, at)) }))
        .filter(({ amount }) => /[1-9]/.test(amount));
      return { programme, period, amount: add('0.00', ...kept.map(({ amount }) => amount)), lines: kept };
    })
    .filter(({ amount }) => /[1-9]/.test(amount));

const PartFields = ({ part, index, of }: { readonly part: ClaimPart; readonly index: number; readonly of: Of }): ReactNode => {
  const name = `${nameOf(of.terms, part.programme)}, ${periodWords(part.period)}`;
  if (part.lines === undefined) return <TextField label={name} name={nameOfPart(index)} value={part.amount} amount required />;
  return (
    <fieldset className="lines-fields">
      <legend className="small muted">{name}, by line</legend>
      {part.lines.map(({ document, line, amount }, at) => (
        <TextField key={`${document}#${line}`} label={`${document}#${line}`} name={nameOfLine(index, at)} value={amount} amount />
      ))}
    </fieldset>
  );
};

const Reason = ({ required = true }: { readonly required?: boolean }): ReactNode => (
  <label className="field">
    <span>Reason (both sides read it)</span>
    <input className="input wide-input" name="reason" maxLength={2_000} required={required} />
  </label>
);
const DayField = (): ReactNode => <TextField label="Day (today, where left out)" name="on" type="date" />;

/** What may still be done with a claim: the supplier decides it, the customer takes it back. */
export const Decide = ({ claim, of }: { readonly claim: Claim; readonly of: Of }): ReactNode => {
  const [supplier, customer] = [financeOf(of, 'supplier'), financeOf(of, 'customer')];
  const at = (what: string): string => pathIn(of.id, 'claims', claim.claim, what);
  const isRaised = claim.status === 'raised';
  return (
    <div className="row decisions">
      {supplier === undefined || !isRaised ? null : (
        <>
          <Folded title="Approve">
            <Act
              agreement={of.id}
              path={at('approvals')}
              does={`Approve ${claim.amount} ${of.terms.currency}`}
              body={(given) => ({ ...filled({ on: given('on') }), ...supplier })}
            >
              <div className="act-fields">
                <DayField />
              </div>
            </Act>
          </Folded>
          <Folded title="Approve a part">
            <Act
              agreement={of.id}
              path={at('approvals')}
              does="Approve these amounts"
              body={(given) => ({
                parts: approvedParts(claim.parts, given),
                ...filled({ on: given('on'), reason: given('reason') }),
                ...supplier,
              })}
            >
              <div className="act-fields">
                {claim.parts.map((part, index) => (
                  <PartFields key={`${part.programme} ${part.period.from}`} part={part} index={index} of={of} />
                ))}
                <Reason />
                <DayField />
              </div>
            </Act>
          </Folded>
          <Folded title="Refuse">
            <Act
              agreement={of.id}
              path={at('refusals')}
              does="Refuse the claim"
              body={(given) => ({ reason: given('reason'), ...filled({ on: given('on') }), ...supplier })}
            >
              <div className="act-fields">
                <Reason />
                <DayField />
              </div>
            </Act>
          </Folded>
        </>
      )}
      {customer === undefined || !(isRaised || claim.status === 'approved') ? null : (
        <Folded title="Withdraw">
          <Act
            agreement={of.id}
            path={at('withdrawals')}
            does="Withdraw the claim"
            body={(given) => ({ ...filled({ reason: given('reason'), on: given('on') }), ...customer })}
          >
            <div className="act-fields">
              <Reason required={false} />
              <DayField />
            </div>
          </Act>
        </Folded>
      )}
    </div>
  );
};
