import type { ReactNode } from 'react';
import type { Side } from '../../api/answers.ts';
import type { Dispute, Outcome } from '../../api/dispute-answers.ts';
import type { Terms } from '../../api/terms.ts';
import type { Acting } from '../../parts/people.ts';
import { OUTCOMES } from './words.ts';

/** How a dispute is to end, as somebody fills it in. */
type Credit = {
  readonly document: string;
  readonly date: string;
  readonly product: string;
  readonly amount: string;
  readonly member: string;
  readonly category: string;
};
export type EndingFields = { readonly outcome: Outcome; readonly accept: Side; readonly reason: string; readonly credit: Credit };
const NO_CREDIT: Credit = { document: '', date: '', product: '', amount: '', member: '', category: '' };

const hasLines = ({ subject }: Dispute): boolean => subject.kind === 'variances' || subject.kind === 'lines';

/** What is offered depends on what is disputed: lines can be corrected as a side has them; a figure as such cannot. */
const offeredIn = (dispute: Dispute, proposes: boolean): readonly Outcome[] =>
  proposes
    ? [...(hasLines(dispute) ? ['correction' as const] : []), 'credit', 'acceptance', 'rejection']
    : ['acceptance', 'credit', 'rejection'];

export const noEnding = (dispute: Dispute, proposes: boolean): EndingFields => ({
  outcome: offeredIn(dispute, proposes)[0] ?? 'rejection',
  accept: 'customer',
  reason: '',
  credit: NO_CREDIT,
});

/** A price credit is a line of money without units in one's own record. */
const creditLine = ({ document, date, product, amount, member, category }: Credit, reporter: string): unknown => ({
  reporter,
  stage: 'invoiced',
  document,
  lines: [
    {
      line: '1',
      date,
      product,
      quantity: '0',
      unitPrice: '0',
      net: amount.trim(),
      kind: 'price',
      ...(member === '' ? {} : { member }),
      ...(category === '' ? {} : { category }),
    },
  ],
});

/** `own`: whose record a credit goes into. Corrections follow from the lines in dispute, as the side that is accepted has them. */
export const endingBody = ({ outcome, accept, reason, credit }: EndingFields, own: string): Readonly<Record<string, unknown>> => ({
  outcome,
  reason,
  ...(outcome === 'correction' ? { accept } : {}),
  ...(outcome === 'credit' ? { corrections: [creditLine(credit, own)] } : {}),
});

const CREDIT: readonly (readonly [keyof Credit, string])[] = [
  ['document', 'Number of the credit'],
  ['date', 'Its day'],
  ['product', 'Product'],
  ['amount', 'Net amount, below zero'],
  ['member', 'Member'],
  ['category', 'Category (optional)'],
];

type Props = {
  readonly dispute: Dispute;
  readonly terms: Terms;
  readonly by: Acting;
  readonly value: EndingFields;
  readonly onChange: (value: EndingFields) => void;
  /** To the other side, instead of ending it alone. */ readonly proposes?: boolean;
};

export const Ending = ({ dispute, terms, by, value, onChange, proposes = false }: Props): ReactNode => {
  const { outcome } = value;
  const setCredit = (name: keyof Credit, text: string): void => {
    onChange({ ...value, credit: { ...value.credit, [name]: text } });
  };
  return (
    <>
      <label className="field">
        <span>How it ends</span>
        <select
          className="input"
          value={outcome}
          onChange={({ target }) => {
            onChange({ ...value, outcome: target.value as Outcome });
          }}
        >
          {offeredIn(dispute, proposes).map((one) => (
            <option key={one} value={one}>
              {OUTCOMES[one]}
            </option>
          ))}
        </select>
      </label>
      {outcome === 'correction' ? (
        <label className="field">
          <span>Whose lines hold</span>
          <select
            className="input"
            value={value.accept}
            onChange={({ target }) => {
              onChange({ ...value, accept: target.value === 'customer' ? 'customer' : 'supplier' });
            }}
          >
            {(['supplier', 'customer'] as const).map((side) => (
              <option key={side} value={side}>
                the {side}’s: {side === by.party ? 'the other record' : 'our record'} is corrected
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {outcome !== 'credit' ? null : (
        <fieldset className="fields row">
          <legend className="small">A line in the record of {terms[by.party]}</legend>
          {CREDIT.filter(([name]) => name !== 'member' || terms.members !== undefined).map(([name, label]) => (
            <label key={name} className="field">
              <span>{label}</span>
              <input
                className="input"
                type={name === 'date' ? 'date' : 'text'}
                inputMode={name === 'amount' ? 'decimal' : undefined}
                value={value.credit[name]}
                onChange={({ target }) => {
                  setCredit(name, target.value);
                }}
              />
            </label>
          ))}
        </fieldset>
      )}
      {outcome === 'acceptance' && hasLines(dispute) && !proposes ? (
        <p className="small muted">Our own lines in dispute are corrected to what the other side has.</p>
      ) : null}
      <label className="field">
        <span>Why (both sides read it)</span>
        <textarea
          className="input"
          rows={2}
          maxLength={2_000}
          value={value.reason}
          onChange={({ target }) => {
            onChange({ ...value, reason: target.value });
          }}
        />
      </label>
    </>
  );
};
