import type { ReactNode } from 'react';
import type { TermChange } from '../../api/negotiation-answers.ts';
import { Table } from '../../parts/table.tsx';

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** A term as text: an amendment by what it does, since what it changes stands in rows of its own. */
const shown = (value: unknown): string => {
  if (isPlain(value)) return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const { effective, programme, mode } = value as Readonly<Record<string, unknown>>;
  if (isPlain(effective) && isPlain(programme) && isPlain(mode)) return `${mode} ${programme} from ${effective}`;
  return Object.values(value).every(isPlain)
    ? Object.entries(value)
        .map(([key, entry]) => `${key} ${String(entry)}`)
        .join(', ')
    : JSON.stringify(value);
};

const Value = ({ value, kind }: { readonly value: unknown; readonly kind: 'del' | 'ins' }): ReactNode => {
  if (value === undefined) return <span className="muted">–</span>;
  const Mark = kind;
  return (
    <Mark>
      <code>{shown(value)}</code>
    </Mark>
  );
};

/** Term by term: the place, what stood there and what stands there now. */
export const Changes = ({ changes, caption }: { readonly changes: readonly TermChange[]; readonly caption: string }): ReactNode => (
  <Table label={caption} className="changes" columns={['Term', 'Before', 'After']}>
    {changes.map(({ path, before, after, words }) => (
      <tr key={path} title={words}>
        <th scope="row">
          {words.split(/: | is added| is taken out/)[0]}
          <span className="seen-by-readers">. {words}</span>
        </th>
        <td>
          <Value value={before} kind="del" />
        </td>
        <td>
          <Value value={after} kind="ins" />
        </td>
      </tr>
    ))}
  </Table>
);
