import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useCallback, useState } from 'react';
import { pathOfAgreement } from '../../api/paths.ts';
import { agreementQuery } from '../../api/queries.ts';
import type { Amendment } from '../../api/negotiation-answers.ts';
import { termsOf } from '../../api/terms.ts';
import { Answered, Empty, Waiting } from '../../parts/answered.tsx';
import { useNames } from '../../parts/people.ts';
import { useMe } from '../../parts/side.ts';
import './agreement-screen.css';
import { AmendmentsForm } from './amendments-form.tsx';
import { mayOf } from './may.ts';
import { type Offer, OfferForm } from './offer.tsx';
import { ExtensionForm, MembersForm } from './other-offers.tsx';
import './propose.css';
import { draftQuery, overviewQuery, versionQuery } from './queries.ts';

const route = getRouteApi('/agreements/$agreement/propose');

const isAmendment = (value: unknown): value is Amendment =>
  typeof value === 'object' &&
  value !== null &&
  ['effective', 'programme', 'mode'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string') &&
  typeof (value as Record<string, unknown>)['change'] === 'object';
const amendmentsIn = (value: unknown): readonly Amendment[] => (Array.isArray(value) ? value.filter(isAmendment) : []);

const fromAddress = (text: string | undefined): readonly Amendment[] | undefined => {
  if (text === undefined) return undefined;
  try {
    return amendmentsIn(JSON.parse(text));
  } catch {
    return [];
  }
};

const TITLES: Readonly<Record<string, string>> = { extension: 'Propose a later last day', members: 'Propose a change of members' };

/** A change of an agreement in force, written and tried before it is proposed. */
export const Propose = (): ReactNode => {
  const { agreement: id } = route.useParams();
  const { what, amendments, draft } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const agreement = useQuery(agreementQuery(id));
  const overview = useQuery(overviewQuery(id));
  const terms = agreement.data === undefined ? undefined : termsOf(agreement.data);
  const names = useNames(agreement.data?.partnership ?? '', terms);
  const may = terms === undefined || overview.data === undefined ? undefined : mayOf(me, terms, overview.data);
  const [side] = [...(may?.propose ?? []), ...(may?.counter ?? [])];
  const organisation = terms === undefined || side === undefined ? '' : terms[side];
  const open = overview.data?.open ?? null;
  const opened = useQuery({
    ...versionQuery(id, open?.version ?? 0),
    enabled: open?.kind === 'amendment' && amendments === undefined && draft === undefined,
  });
  const drafted = useQuery({ ...draftQuery(organisation, draft ?? ''), enabled: draft !== undefined && organisation !== '' });
  const [offer, setOffer] = useState<Offer>();
  const inForce = amendmentsIn(agreement.data?.amendments);
  const onWritten = useCallback(
    (written: readonly Amendment[]): void => {
      setOffer(
        written.length === 0
          ? undefined
          : { path: `${pathOfAgreement(id)}/amendments`, body: { amendments: written }, draft: { agreement: id, amendments: written } },
      );
      void navigate({ search: written.length === 0 ? {} : { amendments: JSON.stringify(written) }, replace: true, resetScroll: false });
    },
    [id, navigate],
  );
  if (terms === undefined || overview.data === undefined || agreement.data === undefined)
    return (
      <Answered query={overview} waiting={<Waiting lines={10} what="the agreement" />}>
        {() => null}
      </Answered>
    );
  if (side === undefined)
    return (
      <Empty title="Proposing is not for you here.">
        {agreement.data.status === 'active'
          ? 'It needs the role “commercial” in one of the two sides, and to be named where the terms name who proposes.'
          : `The agreement is ${agreement.data.status}: only one in force is changed.`}
      </Empty>
    );
  const isWaiting = (opened.isLoading && opened.fetchStatus !== 'idle') || (draft !== undefined && drafted.isPending);
  // A counter begins with what it answers: what the open version adds to what is in force.
  const initial =
    fromAddress(amendments) ??
    (draft === undefined ? (opened.data?.amendments ?? []).slice(inForce.length) : amendmentsIn(drafted.data?.amendments));
  const answers = open !== null && open.proposed.party !== side && !open.lapsed ? open.version : undefined;
  return (
    <div className="stack propose">
      <div className="panel-head">
        <h2>
          {TITLES[what ?? ''] ?? 'Propose a change'}
          {answers === undefined ? '' : `, in answer to version ${answers}`}
        </h2>
        <Link to="/agreements/$agreement/terms" params={{ agreement: id }}>
          Back to the agreement
        </Link>
      </div>
      {what === 'extension' ? <ExtensionForm agreement={id} to={terms.to} onOffer={setOffer} /> : null}
      {what === 'members' ? <MembersForm agreement={id} members={terms.members ?? []} onOffer={setOffer} /> : null}
      {what === undefined && drafted.isError ? <Answered query={drafted}>{() => null}</Answered> : null}
      {what === undefined && isWaiting ? <Waiting lines={8} what="what is written" /> : null}
      {what === undefined && !isWaiting ? (
        <AmendmentsForm agreement={id} terms={terms} inForce={inForce} initial={initial} names={names} onWritten={onWritten} />
      ) : null}
      <section className="panel" aria-label="Propose">
        <OfferForm
          offer={offer}
          agreement={id}
          side={side}
          organisation={organisation}
          answers={answers}
          draftName={draft ?? `${id}-change`.slice(0, 64)}
          onProposed={() => {
            void navigate({ to: '/agreements/$agreement/terms', params: { agreement: id }, search: {} });
          }}
        />
      </section>
    </div>
  );
};
