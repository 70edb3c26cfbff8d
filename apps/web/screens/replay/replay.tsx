import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { problemIn } from '../../api/problem.ts';
import { agreementQuery } from '../../api/queries.ts';
import { termsOf } from '../../api/terms.ts';
import { Refused, Waiting } from '../../parts/answered.tsx';
import { Player } from './player.tsx';
import { yearQuery } from './queries.ts';
import './replay.css';

const route = getRouteApi('/agreements/$agreement/replay');

/** Asks for the year as known now, and as known then where another position was chosen; the player needs no server after that. */
export const Replay = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const { knownAt } = route.useSearch();
  const { data: agreement } = useQuery(agreementQuery(id));
  const terms = agreement === undefined ? undefined : termsOf(agreement);
  const span = { from: terms?.from ?? '', to: terms?.to ?? '' };
  const now = useQuery({ ...yearQuery(id, span, undefined), enabled: terms !== undefined });
  const then = useQuery({ ...yearQuery(id, span, knownAt), enabled: terms !== undefined && knownAt !== undefined, placeholderData: (before) => before });
  if (now.isError) return <Refused problem={problemIn(now.error)} onAgain={() => { void now.refetch(); }} />;
  if (terms === undefined || now.data === undefined) return <section className="panel replay-waiting"><Waiting lines={12} what="the year, every day of it" /></section>;
  return (
    <>
      {knownAt !== undefined && then.isError ? <Refused problem={problemIn(then.error)} /> : null}
      <Player id={id} terms={terms} now={now.data} then={knownAt === undefined ? undefined : then.data} isLoadingThen={knownAt !== undefined && (then.isPlaceholderData || then.isPending) && !then.isError} />
    </>
  );
};
