import { describe, expect, it } from '@jest/globals';
import { importedIdOf } from './event-ids.ts';

const COMMAND = '01890000-1234-7000-8000-000000000001';

describe('ids of imported events', () => {
  it('are uuids of the time of their command, the same for the same, and stand in the order of revisions', () => {
    const ids = Array.from({ length: 4_096 }, (_, revision) => importedIdOf(COMMAND, 'sales-acme~buildco.acme', revision));
    expect(ids.every((id) => /^01890000-1234-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(importedIdOf(COMMAND, 'sales-acme~buildco.acme', 7)).toBe(ids[7]);
    // The order begins anew, and other streams have the same one: what follows it tells them apart.
    expect(
      new Set([...ids, importedIdOf(COMMAND, 'sales-acme~buildco.acme', 4_103), importedIdOf(COMMAND, 'sales-acme~inn.acme', 7)]).size,
    ).toBe(4_098);
  });
});
