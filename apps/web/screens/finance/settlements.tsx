import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Ageing, SettledAndWaived, SettlementRecord } from '../../api/finance-answers.ts';
import { nameOf } from '../../api/terms.ts';
import { add } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { useFreshness } from '../../frame/fresh.ts';
import { Act, Folded } from '../../parts/act.tsx';
import { Amount } from '../../parts/amount.tsx';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { AxesBar } from '../../parts/axes-bar.tsx';
import { Help } from '../../parts/help.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { Why } from '../../parts/why.tsx';
import { DuePanel } from './due.tsx';
import type { Of } from './of.ts';
import { ProgrammeTable } from './programme-table.tsx';
import { ageingQuery, dueQuery, pathIn, settledQuery, shortPaymentsQuery } from './queries.ts';
import { ShortPaymentsPanel } from './short-payments.tsx';
import { Waivers } from './waivers.tsx';
import { MEANS, periodWords } from './words.ts';
import { Table, numbers, unseen } from '../../parts/table.tsx';

const STANDING = [
  ['earned', 'Earned'],
  ['settled', 'Settled'],
  ['waived', 'Waived'],
  ['open', 'Open'],
  ['unclaimed', 'unclaimed'],
  ['claimed', 'claimed'],
  ['approved', 'approved'],
] as const;

const Standing = ({ answer, of }: { readonly answer: SettledAndWaived; readonly of: Of }): ReactNode => {
  // What is earned and open is calculated, and explained; the rest adds up what is recorded below.
  const figure = (key: (typeof STANDING)[number][0], value: string, programme?: string): ReactNode =>
    key === 'earned' || key === 'open' ? (
      <Why
        agreement={of.id}
        name={`${programme === undefined ? 'Together' : nameOf(of.terms, programme)}, ${key}`}
        value={value}
        on={answer.on}
        knownAt={answer.knownAt}
        {...(key === 'open' ? { figure: 'open' as const } : {})}
        {...(programme === undefined ? {} : { programme })}
      />
    ) : (
      <Amount value={value} />
    );
  return (
    <section className="panel" aria-labelledby="standing-title">
      <div className="panel-head">
        <h2 id="standing-title">
          What became of what was earned <Help of="open" />
        </h2>
        <Twins
          name={`${of.id}-standing-${answer.on}`}
          json={() => answer.standing}
          command={commandOf('settle list', { agreement: of.id, on: answer.on, 'known-at': of.axes.knownAt })}
          sheet={() => ({
            columns: ['programme', ...STANDING.map(([key]) => key), 'currency', 'about', 'knownAt'],
            rows: answer.standing.map((row) => [
              row.programme,
              ...STANDING.map(([key]) => row[key]),
              answer.currency,
              answer.on,
              answer.knownAt,
            ]),
          })}
        />
      </div>
      <ProgrammeTable
        label="What became of what was earned, table"
        terms={of.terms}
        currency={answer.currency}
        columns={STANDING}
        rows={answer.standing}
        figure={(key, row) => figure(key, row?.[key] ?? add('0.00', ...answer.standing.map((one) => one[key])), row?.programme)}
      />
      <p className="small muted">
        Settled, waived and open add up to earned; unclaimed, claimed and approved to open. About {shortDay(answer.on)}, as known at{' '}
        {answer.knownAt}.
      </p>
    </section>
  );
};

const Reverse = ({ one, of }: { readonly one: SettlementRecord; readonly of: Of }): ReactNode => {
  const acting = of.finance.find(({ party }) => party === one.party);
  if (one.reversedOn !== null)
    return (
      <span className="small muted">
        reversed {shortDay(one.reversedOn)}: {one.reversedFor}
      </span>
    );
  if (acting === undefined) return null;
  return (
    <Folded title="Reverse">
      <Act
        agreement={of.id}
        path={pathIn(of.id, 'settlements', one.settlement, 'reversals')}
        does={`Reverse ${one.settlement}`}
        body={(given) => ({ reason: given('reason'), ...acting })}
      >
        <label className="field">
          <span>Reason (both sides read it)</span>
          <input className="input wide-input" name="reason" maxLength={2_000} required />
        </label>
      </Act>
    </Folded>
  );
};

const Settlements = ({ answer, of }: { readonly answer: SettledAndWaived; readonly of: Of }): ReactNode => (
  <section className="panel" aria-labelledby="settlements-title">
    <div className="panel-head">
      <h2 id="settlements-title">Settlements</h2>
      <Twins
        name={`${of.id}-settlements-${answer.on}`}
        json={() => answer.settlements}
        command={commandOf('settle list', { agreement: of.id, on: answer.on, 'known-at': of.axes.knownAt })}
        sheet={() => ({
          columns: [
            'settlement',
            'kind',
            'reference',
            'on',
            'amount',
            'currency',
            'programme',
            'from',
            'to',
            'of it',
            'claim',
            'final',
            'reversedOn',
          ],
          rows: answer.settlements.flatMap((one) =>
            one.parts.map((part) => [
              one.settlement,
              one.kind,
              one.reference,
              one.on,
              one.amount,
              answer.currency,
              part.programme,
              part.period.from,
              part.period.to,
              part.amount,
              part.claim,
              part.final === true ? 'final' : '',
              one.reversedOn,
            ]),
          ),
        })}
      />
    </div>
    {answer.settlements.length === 0 ? (
      <Empty title="Nothing was settled yet.">
        A credit note, a payment or a deduction is recorded as it happened; the next one evens out what was too much or too little.
      </Empty>
    ) : (
      <Table
        label="Settlements, table"
        columns={['Settlement', 'Day', 'By', 'For', numbers(<>Amount, {answer.currency}</>), numbers('Tax'), unseen('What can be done')]}
      >
        {answer.settlements.map((one) => (
          <tr key={one.settlement} className={one.reversedOn === null ? '' : 'undone'}>
            <th scope="row">{one.settlement}</th>
            <td className="nowrap">{shortDay(one.on)}</td>
            <td>
              {MEANS[one.kind]} <code>{one.reference}</code>
              <div className="small muted">by the {one.party}</div>
            </td>
            <td className="words">
              {one.parts.map((part) => (
                <div key={`${part.programme} ${part.period.from} ${part.claim ?? ''}`} className="small">
                  {nameOf(of.terms, part.programme)}, {periodWords(part.period)}: <Amount value={part.amount} />
                  {part.claim === undefined ? '' : `, claim ${part.claim}`}
                  {part.final === true ? (
                    <>
                      {' '}
                      <span className="pill">final</span>
                    </>
                  ) : null}
                </div>
              ))}
            </td>
            <td className="figure">
              <Amount value={one.amount} />
            </td>
            <td className="figure">
              {one.tax.length === 0 ? <span className="muted">–</span> : <Amount value={add('0.00', ...one.tax.map(({ tax }) => tax))} />}
            </td>
            <td>
              <Reverse one={one} of={of} />
            </td>
          </tr>
        ))}
      </Table>
    )}
  </section>
);

const AGES = [
  ['notDue', 'Not due'],
  ['days1to30', '1–30 days'],
  ['days31to60', '31–60'],
  ['days61to90', '61–90'],
  ['over90', 'Over 90'],
  ['total', 'Total'],
] as const;

const AgeingPanel = ({ answer, of }: { readonly answer: Ageing; readonly of: Of }): ReactNode => (
  <section className="panel" aria-labelledby="ageing-title">
    <div className="panel-head">
      <h2 id="ageing-title">Ageing of what is open</h2>
      <Twins
        name={`${of.id}-ageing-${answer.on}`}
        json={() => answer}
        command={commandOf('ageing', { agreement: of.id, on: answer.on, 'known-at': of.axes.knownAt })}
        sheet={() => ({
          columns: ['programme', ...AGES.map(([key]) => key), 'currency'],
          rows: [
            ...answer.programmes.map((row) => [row.programme, ...AGES.map(([key]) => row[key]), answer.currency]),
            ['total', ...AGES.map(([key]) => answer.total[key]), answer.currency],
          ],
        })}
      />
    </div>
    <ProgrammeTable
      label="Ageing, table"
      terms={of.terms}
      currency={answer.currency}
      columns={AGES}
      rows={answer.programmes}
      figure={(key, row) => <Amount value={(row ?? answer.total)[key]} tone />}
    />
  </section>
);

export const SettlementsView = ({ of }: { readonly of: Of }): ReactNode => {
  const settled = useQuery(settledQuery(of.id, of.axes));
  const due = useQuery(dueQuery(of.id, of.axes));
  const ageing = useQuery(ageingQuery(of.id, of.axes));
  const short = useQuery(shortPaymentsQuery(of.id, of.axes));
  const { position } = useFreshness();
  return (
    <>
      <AxesBar
        axes={of.axes}
        newest={position}
        answered={settled.data}
        onChange={(next) => {
          of.show({ on: undefined, knownAt: undefined, ...next });
        }}
      />
      <Answered
        query={settled}
        waiting={
          <section className="panel">
            <Waiting lines={5} what="what was settled" />
          </section>
        }
      >
        {(answer) => <Standing answer={answer} of={of} />}
      </Answered>
      <Answered
        query={due}
        waiting={
          <section className="panel">
            <Waiting lines={5} what="what is due" />
          </section>
        }
      >
        {(answer) => <DuePanel answer={answer} of={of} />}
      </Answered>
      <Answered query={settled} waiting={null}>
        {(answer) => (
          <>
            <Settlements answer={answer} of={of} />
            <Waivers answer={answer} due={due.data} of={of} />
          </>
        )}
      </Answered>
      <Answered query={short} waiting={null}>
        {(answer) => <ShortPaymentsPanel answer={answer} of={of} />}
      </Answered>
      <Answered
        query={ageing}
        waiting={
          <section className="panel">
            <Waiting lines={4} what="ageing" />
          </section>
        }
      >
        {(answer) => <AgeingPanel answer={answer} of={of} />}
      </Answered>
    </>
  );
};
