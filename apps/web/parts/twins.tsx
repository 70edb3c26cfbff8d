import { type ReactNode, useState } from 'react';
import { save } from './save.ts';

/** The same figures for a spreadsheet, for a program, and as the command that asks for them. */
export type Sheet = { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null | undefined)[])[] };

const cell = (value: string | number | null | undefined): string => {
  const text = value === null || value === undefined ? '' : String(value);
  // A spreadsheet takes a text that begins like a formula for one; a negative amount is none.
  const safe = /^[=+@\t\r]/.test(text) || /^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
export const csvOf = ({ columns, rows }: Sheet): string => [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';

const shellSafe = (text: string): string => (/^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** `rebate balance --server … --agreement …`, with what is left out left out. */
export const commandOf = (command: string, flags: Readonly<Record<string, string | number | undefined>>): string =>
  [
    'npx rebate',
    command,
    '--server',
    location.origin,
    ...Object.entries(flags).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [`--${name}`, shellSafe(String(value))],
    ),
  ].join(' ');

type Props = { readonly name: string; readonly sheet: () => Sheet; readonly json: () => unknown; readonly command?: string };

export const Twins = ({ name, sheet, json, command }: Props): ReactNode => {
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(command ?? '');
      say('Copied.');
    } catch {
      say(command ?? '');
    }
  };
  return (
    <div className="twins not-printed">
      <button
        type="button"
        className="button plain"
        onClick={() => {
          save(`${name}.csv`, 'text/csv', csvOf(sheet()));
        }}
      >
        CSV
      </button>
      <button
        type="button"
        className="button plain"
        onClick={() => {
          save(`${name}.json`, 'application/json', `${JSON.stringify(json(), null, 2)}\n`);
        }}
      >
        JSON
      </button>
      {command === undefined ? null : (
        <button
          type="button"
          className="button plain"
          title={command}
          onClick={() => {
            void copy();
          }}
        >
          Copy as command
        </button>
      )}
      <span role="status" className="code">
        {said}
      </span>
    </div>
  );
};
