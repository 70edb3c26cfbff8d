import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { pathOfAgreement } from '../../api/paths.ts';
import { problemIn } from '../../api/problem.ts';
import { type Terms, nameOf } from '../../api/terms.ts';
import { Waiting } from '../../parts/answered.tsx';
import type { Axes } from '../../parts/axes.ts';
import { Rejections } from '../../parts/rejections.tsx';
import { save } from '../../parts/save.ts';
import type { Design } from '../../what-if/answers.ts';
import { type Edits, type Knob, type ProgrammeObject, keyOf, knobsOf } from '../../what-if/knobs.ts';
import { ask } from '../../what-if/queries.ts';
import { Front } from './front.tsx';
import { type Vary, type Varies, type Wish, goalsFile, readVaries, readWishes, suggested, writeVaries, writeWishes } from './wishes.ts';

const FIRST: readonly Wish[] = [
  { party: 'customer', growth: '0', in: 'amount', value: '10000' },
  { party: 'supplier', growth: '10', in: 'percent', value: '3' },
];

type VaryProps = {
  readonly knob: Knob;
  readonly name: string;
  readonly vary: Vary | undefined;
  readonly onChange: (vary: Vary | undefined) => void;
};

const VaryRow = ({ knob, name, vary, onChange }: VaryProps): ReactNode => (
  <li className="vary">
    <label className="row">
      <input
        type="checkbox"
        checked={vary !== undefined}
        onChange={({ target }) => {
          onChange(target.checked ? suggested(knob)[1] : undefined);
        }}
      />{' '}
      <span>
        {name}: {knob.label} <span className="muted small">is {knob.value}</span>
      </span>
    </label>
    {vary === undefined ? null : (
      <span className="row small">
        {(['from', 'to', 'by'] as const).map((key) => (
          <label key={key} className="row">
            <span className="muted">{key === 'by' ? 'in steps of' : key}</span>
            <input
              className="input"
              inputMode="decimal"
              aria-label={`${name}, ${knob.label}, ${key}`}
              value={vary[key]}
              onChange={({ target }) => {
                onChange({ ...vary, [key]: target.value });
              }}
            />
          </label>
        ))}
      </span>
    )}
  </li>
);

const WishRow = ({
  wish,
  currency,
  onChange,
  onRemove,
}: {
  readonly wish: Wish;
  readonly currency: string;
  readonly onChange: (wish: Wish) => void;
  readonly onRemove: () => void;
}): ReactNode => (
  <li className="row wish">
    <select
      className="input"
      aria-label="Who wants it"
      value={wish.party}
      onChange={({ target }) => {
        onChange({ ...wish, party: target.value === 'customer' ? 'customer' : 'supplier' });
      }}
    >
      <option value="customer">The customer gets at least</option>
      <option value="supplier">The supplier pays at most</option>
    </select>
    <input
      className="input"
      inputMode="decimal"
      aria-label="How much"
      value={wish.value}
      onChange={({ target }) => {
        onChange({ ...wish, value: target.value });
      }}
    />
    <select
      className="input"
      aria-label="In money or in percent"
      value={wish.in}
      onChange={({ target }) => {
        onChange({ ...wish, in: target.value === 'amount' ? 'amount' : 'percent' });
      }}
    >
      <option value="amount">{currency}</option>
      <option value="percent">% of the value</option>
    </select>
    <label className="row">
      <span className="muted">if sales grow by</span>
      <input
        className="input growth"
        inputMode="decimal"
        value={wish.growth}
        onChange={({ target }) => {
          onChange({ ...wish, growth: target.value });
        }}
      />{' '}
      %
    </label>
    <button type="button" className="button plain" onClick={onRemove}>
      Remove
    </button>
  </li>
);

type Props = {
  readonly id: string;
  readonly terms: Terms;
  readonly axes: Axes;
  readonly programmes: readonly ProgrammeObject[];
  readonly asked: { readonly vary?: string; readonly goals?: string };
  readonly edits: Edits;
  readonly onAsk: (next: { readonly vary: string | undefined; readonly goals: string | undefined }) => void;
  readonly onTake: (edits: Edits) => void;
};

/** Both sides say what they want: the search shows the terms that meet it, and the trade-off between them. It never chooses. */
export const GoalSearch = ({ id, terms, axes, programmes, asked, edits, onAsk, onTake }: Props): ReactNode => {
  const [varies, setVaries] = useState<Varies>(() => readVaries(asked.vary));
  const [wishes, setWishes] = useState<readonly Wish[]>(() => {
    const read = readWishes(asked.goals);
    return read.length === 0 ? FIRST : read;
  });
  const goals = goalsFile(readVaries(asked.vary), readWishes(asked.goals));
  const isAsked = asked.vary !== undefined && asked.goals !== undefined;
  const query = useQuery({
    queryKey: ['agreement', id, 'design', axes, goals],
    queryFn: ({ signal }) => ask<Design>(`${pathOfAgreement(id)}/design`, { ...axes, goals }, signal),
    enabled: isAsked,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const change =
    (knob: Knob) =>
    (vary: Vary | undefined): void => {
      const key = keyOf(knob.programme, knob.at);
      setVaries((before) => ({
        ...Object.fromEntries(Object.entries(before).filter(([other]) => other !== key)),
        ...(vary === undefined ? {} : { [key]: vary }),
      }));
    };
  const isReady = Object.keys(varies).length > 0 && wishes.length > 0;
  return (
    <section className="panel stack" aria-labelledby="search-title">
      <div>
        <h2 id="search-title">Find terms that meet what both want</h2>
        <p className="small muted">
          Every candidate is calculated on what was really sold. What comes out is the trade-off: which of them is right is for the two
          sides to agree.
        </p>
      </div>
      <div className="search-columns">
        <div>
          <h3>What may vary</h3>
          <ul className="varies">
            {programmes.flatMap((programme) =>
              knobsOf(programme).map((knob) => (
                <VaryRow
                  key={keyOf(knob.programme, knob.at)}
                  knob={knob}
                  name={nameOf(terms, programme.id)}
                  vary={varies[keyOf(knob.programme, knob.at)]}
                  onChange={change(knob)}
                />
              )),
            )}
          </ul>
        </div>
        <div>
          <h3>What each side wants</h3>
          <ul className="varies">
            {wishes.map((wish, index) => (
              <WishRow
                key={index}
                wish={wish}
                currency={terms.currency}
                onChange={(next) => {
                  setWishes((before) => before.map((one, place) => (place === index ? next : one)));
                }}
                onRemove={() => {
                  setWishes((before) => before.filter((_, place) => place !== index));
                }}
              />
            ))}
          </ul>
          <button
            type="button"
            className="button"
            onClick={() => {
              setWishes((before) => [...before, { party: 'customer', growth: '0', in: 'amount', value: '0' }]);
            }}
          >
            One more wish
          </button>
        </div>
      </div>
      <div className="row">
        <button
          type="button"
          className="button first"
          disabled={!isReady || query.isFetching}
          onClick={() => {
            onAsk({ vary: writeVaries(varies), goals: writeWishes(wishes) });
          }}
        >
          {query.isFetching ? 'Searching …' : 'Search'}
        </button>
        {isReady ? (
          <button
            type="button"
            className="button"
            onClick={() => {
              save(`${id}-goals.json`, 'application/json', `${JSON.stringify(goalsFile(varies, wishes), null, 2)}\n`);
            }}
          >
            Save as goals file
          </button>
        ) : (
          <span className="muted small">Say what may vary first.</span>
        )}
      </div>
      {query.isError ? <Rejections problem={problemIn(query.error)} /> : null}
      {isAsked && query.isPending ? <Waiting lines={6} what="the candidates" /> : null}
      {query.data === undefined || query.isError ? null : <Front id={id} design={query.data} terms={terms} edits={edits} onTake={onTake} />}
    </section>
  );
};
