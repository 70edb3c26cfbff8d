import type { ReactNode } from 'react';
import type { BridgeEvent } from '../../api/bridge-answers.ts';
import type { Terms } from '../../api/terms.ts';
import { Twins } from '../../parts/twins.tsx';
import type { Change } from './asked.ts';
import { Steps } from './steps.tsx';

type Props = {
  readonly name: string;
  readonly steps: readonly BridgeEvent[];
  /** How many events were loaded, with the chosen cause or without. */
  readonly loaded: number;
  readonly terms: Terms;
  readonly cause: string | undefined;
  readonly open: number | undefined;
  readonly change: Change;
  readonly detail: (at: number, of?: ReadonlySet<string>) => ReactNode;
  readonly more: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => Promise<unknown> };
};

/** The events on the way from one figure to the other, each with what it did; more of them are loaded when asked for. */
export const EventsPanel = ({ name, steps, loaded, terms, cause, open, change, detail, more }: Props): ReactNode => (
  <section className="panel" aria-labelledby="events-title">
    <div className="panel-head">
      <h2 id="events-title">Events{cause === undefined ? '' : ` with the cause “${cause}”`}</h2>
      <Twins
        name={name}
        sheet={() => ({
          columns: ['leg', 'position', 'what', 'programme', 'cause', 'amount'],
          rows: steps.flatMap((step) =>
            step.effects.map((effect) => [step.leg, step.position, step.summary, effect.programme, effect.cause, effect.amount]),
          ),
        })}
        json={() => steps}
      />
    </div>
    {steps.length === 0 ? (
      <p className="muted">{loaded === 0 ? 'Nothing happened between the two figures.' : 'No event of those loaded has this cause.'}</p>
    ) : (
      <Steps
        steps={steps}
        terms={terms}
        open={open}
        onOpen={(at) => {
          change({ event: at === undefined ? undefined : String(at) });
        }}
        detail={detail}
      />
    )}
    {more.hasNextPage ? (
      <p className="row">
        <button
          type="button"
          className="button"
          disabled={more.isFetchingNextPage}
          onClick={() => {
            void more.fetchNextPage();
          }}
        >
          {more.isFetchingNextPage ? 'Loading …' : 'More events'}
        </button>
        <span className="small muted">{loaded} events so far</span>
      </p>
    ) : (
      <p className="small muted">
        {loaded} {loaded === 1 ? 'event' : 'events'}, all of them.
      </p>
    )}
  </section>
);
