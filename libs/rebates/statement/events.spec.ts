import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { statementEventData, toStatement } from './events.ts';
import { statementCsv, statementText } from './print.ts';

const docs = join(import.meta.dirname, '../../../docs/events');
const fixture = JSON.parse(readFileSync(join(docs, 'fixtures/StatementIssued.v1.json'), 'utf8')) as {
  type: string;
  schema: number;
  data: unknown;
};

describe('docs/events: StatementIssued', () => {
  test('has the schema that the code keeps to', () => {
    const file = join(docs, 'StatementIssued.v1.schema.json');
    const schema = JSON.parse(
      JSON.stringify({ ...z.toJSONSchema(statementEventData.StatementIssued), title: 'StatementIssued' }),
    ) as unknown;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
    expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined).toEqual(schema);
  });

  test('has a golden fixture that is still read as it was written, byte for byte', () => {
    expect([fixture.type, fixture.schema]).toEqual(['StatementIssued', 1]);
    expect(JSON.stringify(toStatement(fixture.data))).toBe(JSON.stringify(fixture.data));
  });
});

describe('a statement printed', () => {
  const statement = toStatement(fixture.data);

  test('as a page has every figure, its causes, members and both axes', () => {
    expect(statementText(statement).split('\n').slice(0, 16)).toEqual([
      'Statement 2 of acme-buildco-2026, 2026-02-01 to 2026-02-28, in EUR',
      'As known at position 14, rules 1; after statement 1, through 2026-01-31, as known at position 9',
      `Inputs ${'9f'.repeat(32)}`,
      '',
      'Programme volume',
      '  Opening                               990.00',
      '  + Earned                                3.00',
      '  + True-ups                          2,040.00',
      '    late sale                            40.00',
      '    tier crossed                        990.00',
      '    amendment                         1,010.00',
      '  - Settled                             500.00',
      '  - Waived                                0.00',
      '  = Closing                           2,533.00',
      '    unclaimed                         2,393.00',
      '    claimed                             100.00',
    ]);
    expect(statementText(statement)).toContain('    member north                          0.33              6.66            336.66');
  });

  test('as a table has a row for each programme and member', () => {
    const [head, ...rows] = statementCsv(statement)
      .trimEnd()
      .split('\n')
      .map((row) => row.split(','));
    const columns = (row: readonly string[] | undefined) => Object.fromEntries((head ?? []).map((name, index) => [name, row?.[index]]));
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => head?.length));
    expect(columns(rows[0])).toMatchObject({
      agreement: 'acme-buildco-2026',
      from: '2026-02-01',
      position: '14',
      programme: 'volume',
      trueUps: '2040.00',
      'trueUps tier crossed': '990.00',
      closing: '2533.00',
      earnedToDate: '3033.00',
    });
    expect(columns(rows[2])).toMatchObject({
      programme: 'branches',
      member: 'north',
      earned: '0.33',
      trueUps: '6.66',
      earnedToDate: '336.66',
      closing: '',
    });
  });
});
