import type { ReactNode } from 'react';
import { type Terms, nameOf } from '../../api/terms.ts';
import { drawn, formatDecimal, isZero } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';
import { Amount } from '../../parts/amount.tsx';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { Candidate, Design, DesignFigure, Patch } from '../../what-if/answers.ts';
import { type Edits, keyOf, wordsOf } from '../../what-if/knobs.ts';

const editsOf = (patch: readonly Patch[]): Edits =>
  Object.fromEntries(patch.map(({ programme, at, value }) => [keyOf(programme, at), value]));
const isTaken = ({ patch }: Candidate, edits: Edits): boolean =>
  patch.every(({ programme, at, value }) => edits[keyOf(programme, at)] === value);

const figureAt = (figures: readonly DesignFigure[], growth: string | undefined): DesignFigure | undefined =>
  figures.find((figure) => figure.growth === growth) ?? figures[0];

const WIDTH = 640;
const HEIGHT = 200;
const EDGE = 14;

/** Each candidate by what the customer gets and what it costs the supplier, in the growth that each of them named. */
const Scatter = ({
  design,
  edits,
  onTake,
}: {
  readonly design: Design;
  readonly edits: Edits;
  readonly onTake: (edits: Edits) => void;
}): ReactNode => {
  const growthOf = (party: string): string | undefined => design.goals.find((goal) => goal.party === party)?.growth;
  const [gets, pays] = [growthOf('customer'), growthOf('supplier')];
  const place = ({ figures }: Pick<Candidate, 'figures'>): readonly [x: number, y: number] => [
    drawn(figureAt(figures, gets)?.earned),
    drawn(figureAt(figures, pays)?.rate ?? '0'),
  ];
  const [all, standing] = [design.candidates.map(place), place(design.standing)];
  const [xs, ys] = [[...all, standing].map(([x]) => x), [...all, standing].map(([, y]) => y)];
  const scaled = (value: number, values: readonly number[], length: number): number => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return EDGE + (high === low ? 0.5 : (value - low) / (high - low)) * (length - 2 * EDGE);
  };
  const at = ([x, y]: readonly [number, number]): { readonly cx: number; readonly cy: number } => ({
    cx: scaled(x, xs, WIDTH),
    cy: HEIGHT - scaled(y, ys, HEIGHT),
  });
  return (
    <figure className="front">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path className="front-axes" d={`M1 0V${HEIGHT - 1}H${WIDTH}`} />
        {design.candidates.map((candidate, index) => (
          <circle
            key={index}
            className={isTaken(candidate, edits) ? 'taken' : ''}
            {...at(all[index] ?? standing)}
            r={6}
            onClick={() => {
              onTake(editsOf(candidate.patch));
            }}
          >
            <title>{candidate.patch.map(({ at: where, value }) => `${where} ${value}`).join(', ')}</title>
          </circle>
        ))}
        <rect className="front-standing" x={at(standing).cx - 6} y={at(standing).cy - 6} width={12} height={12} />
      </svg>
      <figcaption className="small muted">
        To the right the customer gets more{gets === undefined || isZero(gets) ? '' : ` (at ${gets} % growth)`}; upwards it costs the
        supplier more of the value{pays === undefined || isZero(pays) ? '' : ` (at ${pays} % growth)`}. The square is what is in force,
        calculated like the others as one version for the whole term.
      </figcaption>
    </figure>
  );
};

const Figure = ({ figure, currency }: { readonly figure: DesignFigure; readonly currency: string }): ReactNode => (
  <>
    <Amount value={figure.earned} currency={currency} />
    {figure.rate === null ? null : <span className="muted small"> {figure.rate} %</span>}
  </>
);
const Met = ({ miss, currency }: { readonly miss: string; readonly currency: string }): ReactNode =>
  isZero(miss) ? (
    <span className="pill good">met</span>
  ) : (
    <span className="pill warn">
      {formatDecimal(miss)} {currency} off
    </span>
  );

type Props = {
  readonly id: string;
  readonly design: Design;
  readonly terms: Terms;
  readonly edits: Edits;
  readonly onTake: (edits: Edits) => void;
};

/** The candidates in the order of the trade-off: nothing in it is chosen. */
export const Front = ({ id, design, terms, edits, onTake }: Props): ReactNode => {
  const { currency, goals, search, standing, meetsAll, candidates, leftOut, on, knownAt, note } = design;
  const places = candidates[0]?.patch ?? [];
  const headOf = ({ programme, at }: Patch): string => `${nameOf(terms, programme)}: ${wordsOf(at)}`;
  return (
    <div className="stack design-front">
      <div className="panel-head">
        <p>
          <strong>
            {meetsAll
              ? `${candidates.length} ${candidates.length === 1 ? 'candidate meets' : 'candidates meet'} all that is wanted.`
              : 'No candidate meets all that is wanted: these come nearest.'}
          </strong>{' '}
          <span className="muted small">
            {search.evaluated} of {search.grid} calculated{search.complete ? '' : ', not all: a narrower search finds more surely'}
            {search.notValid === 0 ? '' : `, ${search.notValid} contradict themselves`}
            {leftOut === 0 ? '' : `, ${leftOut} of the trade-off left out`}. About {shortDay(on)}, as known at {knownAt ?? 'now'}. {note}
          </span>
        </p>
        <Twins
          name={`${id}-design`}
          sheet={() => ({
            columns: [
              ...places.map(headOf),
              ...(candidates[0]?.figures ?? []).flatMap(({ growth }) => [`earned at ${growth} %`, `rate at ${growth} %`]),
              ...goals.map((_, index) => `misses goal ${index + 1} by`),
            ],
            rows: candidates.map(({ patch, figures, misses }) => [
              ...patch.map(({ value }) => value),
              ...figures.flatMap(({ earned, rate }) => [earned, rate]),
              ...misses,
            ]),
          })}
          json={() => design}
          command={`${commandOf('design', { agreement: id, on, 'known-at': knownAt })} --goals ${id}-goals.json`}
        />
      </div>
      <Scatter design={design} edits={edits} onTake={onTake} />
      <div className="table-frame" tabIndex={0} role="region" aria-label="Candidates, table">
        <table className="table">
          <thead>
            <tr>
              {places.map((place) => (
                <th key={headOf(place)} scope="col">
                  {headOf(place)}
                </th>
              ))}
              {standing.figures.map(({ growth }) => (
                <th key={growth} scope="col" className="figure">
                  At {growth} % growth
                </th>
              ))}
              {goals.map(({ party, asks, growth }) => (
                <th key={`${party} ${asks} ${growth}`} scope="col">
                  {party}: {asks}
                </th>
              ))}
              <th scope="col">
                <span className="seen-by-readers">Try it</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate, index) => (
              <tr key={index} data-taken={isTaken(candidate, edits)}>
                {candidate.patch.map((place) => (
                  <td key={headOf(place)}>{formatDecimal(place.value)}</td>
                ))}
                {candidate.figures.map((figure) => (
                  <td key={figure.growth} className="figure">
                    <Figure figure={figure} currency={currency} />
                  </td>
                ))}
                {candidate.misses.map((miss, goal) => (
                  <td key={goal}>
                    <Met miss={miss} currency={currency} />
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    className="button"
                    aria-pressed={isTaken(candidate, edits)}
                    onClick={() => {
                      onTake(editsOf(candidate.patch));
                    }}
                  >
                    Try it<span className="seen-by-readers">: {candidate.patch.map(({ value }) => value).join(', ')}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              {places.map((place) => (
                <td key={headOf(place)} className="muted">
                  as it is
                </td>
              ))}
              {standing.figures.map((figure) => (
                <td key={figure.growth} className="figure">
                  <Figure figure={figure} currency={currency} />
                </td>
              ))}
              {standing.misses.map((miss, goal) => (
                <td key={goal}>
                  <Met miss={miss} currency={currency} />
                </td>
              ))}
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
};
