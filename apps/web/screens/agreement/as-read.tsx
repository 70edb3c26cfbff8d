import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { problemIn } from '../../api/problem.ts';
import type { Amendment } from '../../api/negotiation-answers.ts';
import { Waiting } from '../../parts/answered.tsx';
import type { Names } from '../../parts/people.ts';
import { Rejections } from '../../parts/rejections.tsx';
import { Changes } from './changes.tsx';
import { readingQuery } from './queries.ts';
import { Warnings } from './warnings.tsx';
import { Sentences } from './words.tsx';

type Props = {
  readonly agreement: string | undefined;
  readonly written: { readonly terms: unknown } | { readonly amendments: readonly Amendment[] };
  readonly names: Names;
};

/** What is written, as both sides will read it: or all that is wrong with it, while it is still being written. */
export const AsRead = ({ agreement, written, names }: Props): ReactNode => {
  const query = useQuery(readingQuery(agreement, written));
  if (query.isError) return <Rejections problem={problemIn(query.error)} />;
  if (query.data === undefined) return <Waiting lines={6} what="what it says" />;
  const { words, warnings, changes, comparedWith } = query.data;
  return (
    <div className="stack" aria-busy={query.isPlaceholderData}>
      <Warnings warnings={warnings} />
      {comparedWith === null ? null : (
        <div>
          <h3>What changes against version {comparedWith}</h3>
          {changes.length === 0 ? (
            <p className="muted small">Nothing: it says the same.</p>
          ) : (
            <Changes changes={changes} caption={`What changes against version ${comparedWith}, table`} />
          )}
        </div>
      )}
      <details open={comparedWith === null}>
        <summary>All of it in sentences</summary>
        <Sentences words={words} names={names} level={comparedWith === null ? 3 : 4} />
      </details>
    </div>
  );
};
