import { type ReactNode, useState } from 'react';
import { save } from '../../parts/save.ts';
import { FIELDS, type Field, type Mapping, NAME_OF, mappingFile, missingIn, parseMappingFile, withColumn } from './columns.ts';
import type { Opened } from './read-file.ts';

type Props = { readonly opened: Opened; readonly mapping: Mapping; readonly onMapping: (mapping: Mapping) => void };

const DECIMAL = /^-?\d+(\.\d{1,18})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}([T ].*)?$/;
const DECIMALS: readonly Field[] = ['quantity', 'unitPrice', 'net', 'tax', 'freight', 'listPrice', 'cost', 'weight', 'paidAmount'];
const DAYS: readonly Field[] = ['date', 'dueOn', 'paidOn'];

/** What of the first rows would be refused: said before anything is sent. */
const doubtOf = (field: Field | undefined, cell: string): string | undefined => {
  if (field === undefined || cell === '') return undefined;
  if (DECIMALS.includes(field) && !DECIMAL.test(cell)) return 'not an exact decimal such as -1250.75';
  return DAYS.includes(field) && !DAY.test(cell) ? 'not a day such as 2026-01-31' : undefined;
};

export const ColumnsStep = ({ opened, mapping, onMapping }: Props): ReactNode => {
  const [said, say] = useState('');
  const { header, sample, file } = opened;
  const fieldOf = (column: string): Field | undefined => FIELDS.find(([field]) => mapping[field] === column)?.[0];
  const missing = missingIn(mapping);
  const load = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    try {
      const loaded = parseMappingFile(await chosen.text(), header);
      onMapping({ ...mapping, ...loaded });
      say(`${Object.keys(loaded).length} columns taken from ${chosen.name}.`);
    } catch {
      say(`${chosen.name} is no mapping: write a line “document: InvoiceNo” for each column.`);
    }
  };
  return (
    <section className="panel stack" aria-labelledby="columns-title">
      <div className="panel-head">
        <h2 id="columns-title">2. Which column is which</h2>
        <span className="small muted">
          {file.name}: {header.length} columns{opened.isGzip ? ', gzip' : ''}, parted by “{opened.delimiter}”
        </span>
      </div>
      {missing.length === 0 ? (
        <p className="small">
          All that is needed is there.
          {mapping.line === undefined ? ' The file does not number its lines: they are numbered within their document.' : ''}
        </p>
      ) : (
        <p className="notice warn" role="status">
          Not given yet: {missing.map((field) => NAME_OF[field]).join(', ')}. Choose the column that holds it.
        </p>
      )}
      <div className="table-frame" tabIndex={0} role="region" aria-label="The first rows of the file, table">
        <table className="table sample">
          <thead>
            <tr>
              {header.map((column, at) => (
                <th key={at} scope="col">
                  {column === '' ? <span className="muted">(no name)</span> : column}
                </th>
              ))}
            </tr>
            <tr>
              {header.map((column, at) => {
                const field = fieldOf(column);
                return (
                  <td key={at}>
                    <select
                      className={`input ${field === undefined ? 'unread' : ''}`}
                      aria-label={`What ${column} holds`}
                      value={field ?? ''}
                      onChange={({ target }) => {
                        onMapping(withColumn(mapping, header, column, FIELDS.find(([name]) => name === target.value)?.[0]));
                      }}
                    >
                      <option value="">not read</option>
                      {FIELDS.map(([name, words]) => (
                        <option key={name} value={name}>
                          {words}
                          {mapping[name] !== undefined && name !== field ? ' (moves here)' : ''}
                        </option>
                      ))}
                    </select>
                  </td>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {sample.map((row) => (
              <tr key={row.number}>
                {header.map((column, at) => {
                  const cell = row.cells[at] ?? '';
                  const doubt = doubtOf(fieldOf(column), cell);
                  return (
                    <td key={at} className={fieldOf(column) === undefined ? 'muted' : ''}>
                      {doubt === undefined ? (
                        cell
                      ) : (
                        <>
                          <mark>{cell}</mark>
                          <div className="small">{doubt}</div>
                        </>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="row">
        <button
          type="button"
          className="button"
          onClick={() => {
            save('mapping.yaml', 'application/yaml', mappingFile(mapping));
          }}
        >
          Save this mapping
        </button>
        <label className="row small">
          or take a saved one:{' '}
          <input
            type="file"
            accept=".yaml,.yml,.json"
            aria-label="A saved mapping"
            onChange={({ target }) => {
              void load(target.files?.[0]);
            }}
          />
        </label>
        <span role="status" className="small muted">
          {said}
        </span>
      </div>
    </section>
  );
};
