import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ReadingWords, VersionRow } from '../../api/negotiation-answers.ts';
import { termsAsWritten } from '../../figures/sentences.ts';
import { Answered, Waiting } from '../../parts/answered.tsx';
import type { Names } from '../../parts/people.ts';
import { Twins, commandOf } from '../../parts/twins.tsx';
import { KINDS, STATUSES } from './kinds.ts';
import { versionQuery, wordsQuery } from './queries.ts';

/** The server's own sentences: both sides read the same. */
export const Sentences = ({
  words,
  names,
  level = 3,
}: {
  readonly words: ReadingWords;
  readonly names: Names;
  readonly level?: 3 | 4;
}): ReactNode => {
  const Title = level === 3 ? 'h3' : 'h4';
  return (
    <div className="sentences">
      <ul>
        {words.agreement.map((sentence) => (
          <li key={sentence}>{names.in(termsAsWritten(sentence))}</li>
        ))}
      </ul>
      {words.programmes.map((programme) => (
        <div key={programme.id}>
          <Title>
            {programme.name}
            {programme.name === programme.id ? null : (
              <>
                {' '}
                <code className="muted small">{programme.id}</code>
              </>
            )}
          </Title>
          <ul>
            {programme.words.map((sentence, index) => (
              <li key={`${index} ${sentence}`} className={sentence.endsWith(':') ? 'stretch' : ''}>
                {termsAsWritten(sentence)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
};

type Props = {
  readonly id: string;
  readonly rows: readonly VersionRow[];
  readonly inForce: number;
  readonly version: string | undefined;
  readonly names: Names;
  readonly onChoose: (version: string) => void;
};

export const WordsPanel = ({ id, rows, inForce, version, names, onChoose }: Props): ReactNode => {
  const chosen = rows.find((row) => String(row.version) === version)?.version ?? inForce;
  const query = useQuery(wordsQuery(id, chosen));
  const detail = useQuery(versionQuery(id, chosen));
  return (
    <section className="panel" aria-labelledby="words-title">
      <div className="panel-head">
        <h2 id="words-title">What it says</h2>
        <label className="row small">
          <span className="muted">Version</span>
          <select
            className="input"
            value={chosen}
            onChange={({ target }) => {
              onChoose(target.value);
            }}
          >
            {rows.map((row) => (
              <option key={row.version} value={row.version}>
                {row.version}: {KINDS[row.kind]},{' '}
                {row.version === inForce && row.status === 'signed' ? 'in force' : STATUSES[row.status].word}
              </option>
            ))}
          </select>
        </label>
        {query.data === undefined ? null : (
          <Twins
            name={`${id}-version-${chosen}`}
            sheet={() => ({
              columns: ['of', 'sentence'],
              rows: [
                ...query.data.agreement.map((sentence) => ['agreement', sentence]),
                ...query.data.programmes.flatMap((programme) => programme.words.map((sentence) => [programme.id, sentence])),
              ],
            })}
            json={() => detail.data ?? query.data}
            command={`${commandOf('agreement show', {}).replace('show', `show ${id}`)} --words --version ${chosen}`}
          />
        )}
      </div>
      <Answered query={query} waiting={<Waiting lines={12} what="the terms" />}>
        {(words) => <Sentences words={words} names={names} />}
      </Answered>
    </section>
  );
};
