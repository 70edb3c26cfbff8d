import type { ReactNode } from 'react';
import type { Side } from '../../api/answers.ts';
import type { Of } from './of.ts';

export type BookKeeper = { readonly party: Side; readonly organisation: string };

/** Whose books are shown: one's own; on a server that is open, either side's. */
export const bookKeeper = ({ books, shown, terms }: Of): BookKeeper | undefined => {
  const party = books.find((one) => one.party === shown.as)?.party ?? books[0]?.party;
  return party === undefined ? undefined : { party, organisation: terms[party] };
};

export const WhoseBooks = ({ of }: { readonly of: Of }): ReactNode =>
  of.books.length < 2 ? null : (
    <label className="field">
      <span>Books of</span>
      <select
        className="input"
        value={bookKeeper(of)?.party}
        onChange={({ target }) => {
          of.show({ as: target.value });
        }}
      >
        {of.books.map(({ party }) => (
          <option key={party} value={party}>
            {of.terms[party]}
          </option>
        ))}
      </select>
    </label>
  );
