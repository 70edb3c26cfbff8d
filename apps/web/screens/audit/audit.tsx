import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { pathOfAgreement } from '../../api/paths.ts';
import { agreementQuery } from '../../api/queries.ts';
import { get } from '../../api/request.ts';
import { termsOf } from '../../api/terms.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import { sidesWith } from '../../parts/people.ts';
import { sidesOf, useMe } from '../../parts/side.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import type { AuditReport } from './answers.ts';
import './audit.css';
import { Downloads, PartDownload } from './downloads.tsx';
import { Check } from './findings.tsx';
import { Looks } from './looks.tsx';
import { Recompute } from './recompute.tsx';
import { Witnesses } from './witnesses.tsx';

const route = getRouteApi('/agreements/$agreement/audit');
const MAY_SIGN = ['administrator', 'commercial', 'approver', 'finance'];

const Verdict = ({ report }: { readonly report: AuditReport }): ReactNode => {
  const findings = report.checks.flatMap((check) => check.findings);
  const wrong = findings.filter(({ kind }) => kind === 'wrong').length;
  const open = findings.length - wrong;
  return (
    <p className={`notice ${report.passed ? 'good' : 'bad'}`}>
      <strong>
        {report.passed
          ? 'Nothing contradicts what was recorded.'
          : `${wrong} ${wrong === 1 ? 'thing contradicts' : 'things contradict'} what was recorded.`}
      </strong>{' '}
      {open === 0 ? 'There are no open ends.' : `${open} ${open === 1 ? 'end is' : 'ends are'} open.`}{' '}
      <span className="muted small">As known at position {report.knownAt}.</span>
    </p>
  );
};

/** Every check of an agreement, with what it found; and the history to take away. It only reads. */
export const Audit = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const me = useMe();
  const agreement = useQuery(agreementQuery(id));
  const query = useQuery({
    queryKey: ['agreement', id, 'audit'],
    queryFn: ({ signal }) => get<AuditReport>(`${pathOfAgreement(id)}/audit`, {}, signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (agreement.data === undefined) return <Waiting lines={8} what="the audit" />;
  const { partnership } = agreement.data;
  const terms = termsOf(agreement.data);
  const isSide = sidesOf(me, terms).length > 0;
  // With a grant of one agreement the history of the whole partnership is not theirs to read.
  const isWhole = isSide || (me?.grants.some((grant) => grant.partnership === partnership && grant.agreement === null) ?? false);
  const maySign = sidesWith(me, terms, MAY_SIGN).length > 0;
  return (
    <div className="stack audit">
      <section className="panel" aria-labelledby="audit-title">
        <div className="panel-head">
          <h2 id="audit-title">What every check says</h2>
          <span className="row">
            <button
              type="button"
              className="button"
              disabled={query.isFetching}
              onClick={() => {
                void query.refetch();
              }}
            >
              {query.isFetching ? 'Running …' : 'Run them again'}
            </button>
            {query.data === undefined ? null : (
              <Twins
                name={`${id}-audit`}
                sheet={() => ({
                  columns: ['check', 'looked', 'kind', 'subject', 'words', 'events'],
                  rows: query.data.checks.flatMap(({ check, looked, findings }) =>
                    findings.length === 0
                      ? [[check, looked, null, null, null, null]]
                      : findings.map(({ kind, subject, words, events }) => [check, looked, kind, subject, words, events.join(' ')]),
                  ),
                })}
                json={() => query.data}
                command={commandOf('audit', { agreement: id })}
              />
            )}
          </span>
        </div>
        <Answered query={query} waiting={<Waiting lines={8} what="every check" />}>
          {(report) => (
            <>
              <Verdict report={report} />
              <ul className="checks">
                {report.checks.map((check) => (
                  <Check key={check.check} agreement={id} report={check} isWhole={isWhole} />
                ))}
              </ul>
            </>
          )}
        </Answered>
      </section>
      {isWhole ? (
        <>
          <Recompute partnership={partnership} maySign={maySign} />
          <Downloads agreement={agreement.data} maySign={maySign} />
          <Witnesses agreement={id} partnership={partnership} own={sidesWith(me, terms, ['administrator']).map((side) => terms[side])} />
        </>
      ) : (
        <section className="panel" aria-labelledby="downloads-title">
          <h2 id="downloads-title">Take it away and check it elsewhere</h2>
          <p className="notice">
            Your grant is of this agreement. The history of the whole partnership, which alone shows that nothing is missing, is for those
            who may read all of it.
          </p>
          <PartDownload agreement={agreement.data} />
        </section>
      )}
      {isSide ? <Looks partnership={partnership} /> : null}
    </div>
  );
};
