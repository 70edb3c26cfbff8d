import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Amendment } from '../../api/negotiation-answers.ts';
import { problemIn } from '../../api/problem.ts';
import { agreementQuery } from '../../api/queries.ts';
import { type Terms, nameOf, termsOf, unitOf } from '../../api/terms.ts';
import { useFreshness } from '../../frame/fresh.ts';
import { Empty, Waiting } from '../../parts/answered.tsx';
import { AxesBar } from '../../parts/axes-bar.tsx';
import { axesOf, given } from '../../parts/axes.ts';
import { sidesWith } from '../../parts/people.ts';
import { Rejections } from '../../parts/rejections.tsx';
import { save } from '../../parts/save.ts';
import { useMe } from '../../parts/side.ts';
import { commandOf } from '../../parts/twins.tsx';
import { useDebounced } from '../../parts/use-debounced.ts';
import { Compared } from '../../what-if/compared.tsx';
import { ForecastChoice } from '../../what-if/forecast-choice.tsx';
import { KnobRow } from '../../what-if/knob-row.tsx';
import {
  type Edits,
  type Knob,
  type ProgrammeObject,
  amendmentsOf,
  keyOf,
  knobsOf,
  programmesOn,
  readEdits,
  writeEdits,
} from '../../what-if/knobs.ts';
import { ModeChoice } from '../../what-if/mode-choice.tsx';
import { comparisonQuery } from '../../what-if/queries.ts';
import './designer.css';
import { GoalSearch } from './goal-search.tsx';

const route = getRouteApi('/agreements/$agreement/designer');
const PAUSE_MS = 250;
const modeOf = (text: string | undefined): Amendment['mode'] => (text === 'carry' || text === 'restart' ? text : 'restate');

/** Where an earlier change would not be overtaken by one that is in force already. */
const firstDay = (terms: Terms, inForce: readonly Amendment[]): string =>
  [terms.from, ...inForce.map(({ effective }) => effective)].sort().at(-1) ?? terms.from;

const Knobs = ({
  programme,
  terms,
  edits,
  onTurn,
}: {
  readonly programme: ProgrammeObject;
  readonly terms: Terms;
  readonly edits: Edits;
  readonly onTurn: (knob: Knob, value: string) => void;
}): ReactNode => {
  const knobs = knobsOf(programme);
  return (
    <section className="panel" aria-label={nameOf(terms, programme.id)}>
      <h2>{nameOf(terms, programme.id)}</h2>
      {knobs.length === 0 ? (
        <p className="muted small">It has no decimal to turn.</p>
      ) : (
        <div className="knobs">
          {knobs.map((knob) => (
            <KnobRow
              key={knob.at}
              knob={knob}
              value={edits[keyOf(knob.programme, knob.at)] ?? knob.value}
              unit={knob.kind === 'bound' ? unitOf(terms, programme.id) : terms.currency}
              onTurn={(value) => {
                onTurn(knob, value);
              }}
            />
          ))}
        </div>
      )}
    </section>
  );
};

/** What is turned, in the address a moment later: the picture can be sent to the other side. */
const useEdits = (): { readonly edits: Edits; readonly still: Edits; readonly setEdits: (next: (before: Edits) => Edits) => void } => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [edits, setEdits] = useState<Edits>(() => readEdits(search.edits));
  const still = useDebounced(edits, PAUSE_MS);
  const text = writeEdits(still);
  useEffect(() => {
    void navigate({ search: (before) => given({ ...before, edits: text }), replace: true, resetScroll: false });
  }, [text, navigate]);
  return { edits, still, setEdits };
};

/** Turns thresholds and rates and shows at once, on what was really sold, what each side would get. It records and decides nothing. */
const Table = ({
  id,
  terms,
  inForce,
}: {
  readonly id: string;
  readonly terms: Terms;
  readonly inForce: readonly Amendment[];
}): ReactNode => {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const { position } = useFreshness();
  const axes = axesOf(search);
  const { edits, still, setEdits } = useEdits();
  const effective = search.effective ?? firstDay(terms, inForce);
  const mode = modeOf(search.mode);
  const programmes = useMemo(
    () => programmesOn(terms.programmes as readonly unknown[] as readonly ProgrammeObject[], inForce, effective),
    [terms, inForce, effective],
  );
  const amendments = amendmentsOf(programmes, still, effective, mode);
  const query = useQuery({
    ...comparisonQuery(id, axes, { with: [{ name: 'tried', amendments }] }, search.forecast),
    enabled: amendments.length > 0,
  });
  const put = (next: Readonly<Record<string, string | undefined>>): void => {
    void navigate({ search: (before) => given({ ...before, ...next }), replace: true, resetScroll: false });
  };
  const mayPropose = sidesWith(me, terms, ['commercial']).length > 0;
  return (
    <div className="stack designer">
      <AxesBar
        axes={axes}
        newest={position}
        answered={query.data}
        onChange={(next) => {
          put({ on: undefined, knownAt: undefined, ...next });
        }}
      >
        <ForecastChoice
          value={search.forecast}
          onChange={(forecast) => {
            put({ forecast });
          }}
        />
      </AxesBar>
      <div className="columns designer-columns">
        <div className="stack">
          <section className="panel" aria-label="How it would come into force">
            <ModeChoice
              name="designer"
              mode={mode}
              effective={effective}
              from={terms.from}
              to={terms.to}
              onChange={(next) => {
                put(next);
              }}
            />
          </section>
          {programmes.map((programme) => (
            <Knobs
              key={programme.id}
              programme={programme}
              terms={terms}
              edits={edits}
              onTurn={(knob, value) => {
                setEdits((before) => ({
                  ...Object.fromEntries(Object.entries(before).filter(([key]) => key !== keyOf(knob.programme, knob.at))),
                  ...(value === knob.value ? {} : { [keyOf(knob.programme, knob.at)]: value }),
                }));
              }}
            />
          ))}
        </div>
        <section className="panel stack designer-figures" aria-labelledby="tried-title" aria-live="polite">
          <div className="panel-head">
            <h2 id="tried-title">Under old and new terms</h2>
            {amendments.length === 0 ? null : (
              <span className="row">
                {mayPropose ? (
                  <Link
                    className="button first"
                    to="/agreements/$agreement/propose"
                    params={{ agreement: id }}
                    search={{ amendments: JSON.stringify(amendments) }}
                  >
                    Propose these terms …
                  </Link>
                ) : null}
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    save(`${id}-amendments.json`, 'application/json', `${JSON.stringify({ amendments }, null, 2)}\n`);
                  }}
                >
                  Save as file
                </button>
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    setEdits(() => ({}));
                  }}
                >
                  All back
                </button>
              </span>
            )}
          </div>
          {amendments.length === 0 ? (
            <Empty title="Turn a threshold or a rate.">
              What each side would have got shows here at once, on what was really sold. Nothing of it is recorded, and the other side does
              not see it.
            </Empty>
          ) : null}
          {amendments.length > 0 && query.isError ? <Rejections problem={problemIn(query.error)} /> : null}
          {amendments.length > 0 && !query.isError && query.data === undefined ? <Waiting lines={10} what="what it would mean" /> : null}
          {amendments.length === 0 || query.isError || query.data === undefined ? null : (
            <Compared
              comparison={query.data}
              terms={terms}
              isOld={query.isPlaceholderData || still !== edits}
              command={`${commandOf('compare', { agreement: id, on: axes.on, 'known-at': axes.knownAt, forecast: search.forecast })} --with ${id}-amendments.json`}
            />
          )}
        </section>
      </div>
      <GoalSearch
        id={id}
        terms={terms}
        axes={axes}
        programmes={programmes}
        asked={search}
        onAsk={put}
        onTake={(taken) => {
          setEdits(() => taken);
        }}
        edits={edits}
      />
    </div>
  );
};

export const Designer = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const { data } = useQuery(agreementQuery(id));
  const inForce = useMemo(() => (data?.amendments ?? []) as readonly Amendment[], [data]);
  if (data === undefined) return <Waiting lines={10} what="the terms" />;
  if (data.status !== 'active')
    return (
      <Empty title="The designer tries terms against those in force.">
        This agreement is {data.status}: there is nothing in force to try them against.
      </Empty>
    );
  return <Table id={id} terms={termsOf(data)} inForce={inForce} />;
};
