import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { problemIn } from '../../api/problem.ts';
import { agreementQuery } from '../../api/queries.ts';
import { termsOf } from '../../api/terms.ts';
import { Refused, Waiting } from '../../parts/answered.tsx';
import { Player } from './player.tsx';
import './replay.css';
import { useYear } from './use-year.ts';

const route = getRouteApi('/agreements/$agreement/replay');

/** Asks for the year as known now, and as known then where another position was chosen; the player needs no server for a step. */
export const Replay = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const { knownAt } = route.useSearch();
  const { data: agreement } = useQuery(agreementQuery(id));
  const terms = agreement === undefined ? undefined : termsOf(agreement);
  const span = { from: terms?.from ?? '', to: terms?.to ?? '' };
  const now = useYear(id, span, undefined, terms !== undefined);
  const then = useYear(id, span, knownAt, terms !== undefined && knownAt !== undefined);
  if (now.year === undefined && now.error !== null) return <Refused problem={problemIn(now.error)} onAgain={now.again} />;
  if (terms === undefined || now.year === undefined)
    return (
      <section className="panel replay-waiting">
        <Waiting lines={12} what="the year, every day of it" />
      </section>
    );
  return (
    <>
      {now.error === null ? null : <Refused problem={problemIn(now.error)} onAgain={now.again} />}
      {knownAt === undefined || then.error === null ? null : <Refused problem={problemIn(then.error)} onAgain={then.again} />}
      <Player
        id={id}
        terms={terms}
        now={now.year}
        then={knownAt === undefined ? undefined : then.year}
        isLoadingThen={knownAt !== undefined && then.isLoading}
      />
    </>
  );
};
