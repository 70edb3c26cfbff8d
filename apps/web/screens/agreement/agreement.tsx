import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { agreementQuery } from '../../api/queries.ts';
import { termsOf } from '../../api/terms.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import { useNames } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import './agreement-screen.css';
import { GoalsAndPeople } from './goals-people.tsx';
import { mayOf } from './may.ts';
import { OpenProposal } from './open-proposal.tsx';
import { Kept } from './kept.tsx';
import { overviewQuery, versionsQuery } from './queries.ts';
import { Versions } from './versions.tsx';
import { WordsPanel } from './words.tsx';

const route = getRouteApi('/agreements/$agreement/terms');

/** What is agreed, what is open, and how it came to be: the same for both sides, but for what each keeps to itself. */
export const AgreementScreen = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const agreement = useQuery(agreementQuery(id));
  const overview = useQuery(overviewQuery(id));
  const versions = useQuery(versionsQuery(id));
  const terms = agreement.data === undefined ? undefined : termsOf(agreement.data);
  const names = useNames(agreement.data?.partnership ?? '', terms);
  if (terms === undefined) return <Waiting lines={8} what="the agreement" />;
  const choose = (next: Readonly<Record<string, string>>): void => {
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  };
  return (
    <div className="stack agreement-screen">
      <Answered
        query={overview}
        waiting={
          <section className="panel">
            <Waiting lines={6} what="what is open" />
          </section>
        }
      >
        {(value) => <OpenProposal overview={value} terms={terms} names={names} may={mayOf(me, terms, value)} />}
      </Answered>
      <div className="columns agreement-columns">
        <div className="stack">
          <Answered
            query={versions}
            waiting={
              <section className="panel">
                <Waiting lines={12} what="the terms" />
              </section>
            }
          >
            {(rows) => (
              <WordsPanel
                id={id}
                rows={rows}
                inForce={agreement.data?.version ?? 1}
                version={search.version}
                names={names}
                onChoose={(version) => {
                  choose({ version });
                }}
              />
            )}
          </Answered>
        </div>
        <div className="stack">
          <Answered
            query={versions}
            waiting={
              <section className="panel">
                <Waiting lines={6} what="versions" />
              </section>
            }
          >
            {(rows) => <Versions id={id} rows={rows} names={names} from={search.from} to={search.to} onChoose={choose} />}
          </Answered>
          <Answered
            query={overview}
            waiting={
              <section className="panel">
                <Waiting lines={4} what="goals" />
              </section>
            }
          >
            {(value) => <GoalsAndPeople overview={value} names={names} />}
          </Answered>
          <Kept id={id} terms={terms} names={names} />
        </div>
      </div>
    </div>
  );
};
