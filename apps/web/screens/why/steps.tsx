import { Fragment, type ReactNode } from 'react';
import type { BridgeEvent } from '../../api/bridge-answers.ts';
import { type Terms, nameOf } from '../../api/terms.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Table, numbers } from '../../parts/table.tsx';

type Effects = BridgeEvent['effects'];

const EffectRows = ({ effects, terms }: { readonly effects: Effects; readonly terms: Terms }): ReactNode => (
  <>
    {effects.map(({ programme, cause, amount }) => (
      <div key={`${programme} ${cause}`}>
        <span className="small muted">
          {nameOf(terms, programme)}, {cause}{' '}
        </span>
        <Amount value={amount} signed tone />
      </div>
    ))}
  </>
);

/** The lines of one event, and what each did. */
const Lines = ({ lines, terms }: { readonly lines: BridgeEvent['lines']; readonly terms: Terms }): ReactNode => (
  <table className="table lines">
    <caption className="seen-by-readers">Lines of the event</caption>
    <thead>
      <tr>
        <th scope="col">Date</th>
        <th scope="col">Document and line</th>
        <th scope="col">Product</th>
        <th scope="col" className="figure">
          Unrounded
        </th>
      </tr>
    </thead>
    <tbody>
      {lines.map((line) => (
        <tr key={`${line.document} ${line.line}`}>
          <td className="nowrap">{shortDay(line.date)}</td>
          <td>
            <code>
              {line.document}#{line.line}
            </code>
          </td>
          <td>{line.product}</td>
          <td className="figure">
            {line.effects.length === 0 ? (
              <span className="muted">{line.notCounted ?? 'changes nothing'}</span>
            ) : (
              <EffectRows effects={line.effects} terms={terms} />
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

type Props = {
  readonly steps: readonly BridgeEvent[];
  readonly terms: Terms;
  readonly open: number | undefined;
  readonly onOpen: (position: number | undefined) => void;
  /** Which rules and which proof stand behind an event. */
  readonly detail: (position: number, programmes: ReadonlySet<string>) => ReactNode;
};

/** The way, event by event: each opens to its lines, its rules and its proof. */
export const Steps = ({ steps, terms, open, onOpen, detail }: Props): ReactNode => (
  <Table
    label="Events, table"
    className="steps"
    columns={['Position', 'What was recorded', numbers('Lines'), numbers('What it did, unrounded')]}
  >
    {steps.map((step, index) => {
      const { position } = step;
      const isOpen = position !== undefined && position === open;
      return (
        <Fragment key={`${step.leg} ${position ?? `time ${index}`}`}>
          <tr className={isOpen ? 'chosen' : ''}>
            <td>{position ?? '–'}</td>
            <td>
              {position === undefined ? (
                'Time passed'
              ) : (
                <button
                  type="button"
                  className="button plain step"
                  aria-expanded={isOpen}
                  onClick={() => {
                    onOpen(isOpen ? undefined : position);
                  }}
                >
                  {step.summary ?? `Event ${position}`}
                </button>
              )}
            </td>
            <td className="figure">{step.lines.length === 0 ? '' : step.lines.length}</td>
            <td className="figure">
              {step.effects.length === 0 ? <span className="muted">nothing</span> : <EffectRows effects={step.effects} terms={terms} />}
            </td>
          </tr>
          {isOpen ? (
            <tr className="step-detail">
              <td colSpan={4}>
                {step.lines.length === 0 ? null : <Lines lines={step.lines} terms={terms} />}
                {detail(position, new Set(step.effects.map(({ programme }) => programme)))}
              </td>
            </tr>
          ) : null}
        </Fragment>
      );
    })}
  </Table>
);
