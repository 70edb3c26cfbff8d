import type { ReactNode } from 'react';
import type { Goal, Goals } from '../../api/answers.ts';
import { drawn, formatDecimal, percentOf } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { asWritten } from '../../figures/sentences.ts';

const WORDS: Readonly<Record<Goal['status'], { readonly word: string; readonly tone: string }>> = {
  met: { word: 'met', tone: 'good' },
  onTrack: { word: 'on track', tone: 'good' },
  atRisk: { word: 'at risk', tone: 'warn' },
  missed: { word: 'missed', tone: 'bad' },
};

const unitOf = ({ measure }: Goal, currency: string): string =>
  measure === 'value' ? currency : measure === 'quantity' ? 'units' : measure;

const One = ({ goal, currency }: { readonly goal: Goal; readonly currency: string }): ReactNode => {
  const unit = unitOf(goal, currency);
  const { word, tone } = WORDS[goal.status];
  return (
    <li className="goal">
      <div className="panel-head">
        <h3>
          {goal.id}: {formatDecimal(goal.target)} {unit} by {shortDay(goal.by)}
        </h3>
        <span className={`pill ${tone}`}>{word}</span>
      </div>
      <div className="bar" aria-hidden="true">
        <span style={{ width: `${Math.min(100, drawn(goal.progress))}%` }} />
        <i style={{ insetInlineStart: `${percentOf(goal.expected, goal.target)}%` }} />
      </div>
      <p className="small">
        {formatDecimal(goal.measured)} {unit} so far, {formatDecimal(goal.progress)} %
      </p>
      <p className="small muted">
        Pace {formatDecimal(goal.pace)} {unit} a day
        {goal.neededPace === null ? '' : `; ${formatDecimal(goal.neededPace)} a day needed from now on`}. {asWritten(goal.rule)}
      </p>
    </li>
  );
};

export const GoalsPanel = ({ goals, currency }: { readonly goals: Goals; readonly currency: string }): ReactNode =>
  goals.goals.length === 0 ? (
    <p className="muted small">The agreement names no goal.</p>
  ) : (
    <ul className="plain-list">
      {goals.goals.map((goal) => (
        <One key={goal.id} goal={goal} currency={currency} />
      ))}
    </ul>
  );
