import { type Result, accepted, isId } from '#kernel';
import type { Parts } from './database.ts';
import { refuse } from './refusals.ts';
import { ORGANISATION_KINDS, type Organisation, type OrganisationKind } from './words.ts';

type Row = { readonly id: string; readonly name: string; readonly kinds: string };

const organisationOf = ({ id, name, kinds }: Row): Organisation => ({
  id,
  name,
  kinds: kinds.split(' ').filter((kind): kind is OrganisationKind => (ORGANISATION_KINDS as readonly string[]).includes(kind)),
});

export type Organisations = {
  create(organisation: Organisation): Result<Organisation>;
  change(organisation: Organisation): Result<Organisation>;
  find(id: string): Organisation | undefined;
  /** All of them, or those that are named. */
  list(only?: readonly string[]): Organisation[];
};

export const organisationsIn = ({ db, clock }: Parts): Organisations => {
  const one = db.prepare<Row>('SELECT id, name, kinds FROM organisations WHERE id = ?');
  const all = db.prepare<Row>('SELECT id, name, kinds FROM organisations ORDER BY id');
  const insert = db.prepare('INSERT INTO organisations (id, name, kinds, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING');
  const update = db.prepare('UPDATE organisations SET name = ?, kinds = ? WHERE id = ?');
  return {
    create: (organisation) => {
      const { id, name, kinds } = organisation;
      if (!isId(id)) return refuse('ORGANISATION_ID_NOT_ALLOWED', { organisation: id }, 'id');
      const { changes } = insert.run(id, name, kinds.join(' '), clock().toISOString());
      return Number(changes) === 0 ? refuse('ORGANISATION_EXISTS', { organisation: id }, 'id') : accepted(organisation);
    },
    change: (organisation) => {
      const { changes } = update.run(organisation.name, organisation.kinds.join(' '), organisation.id);
      return Number(changes) === 0 ? refuse('ORGANISATION_UNKNOWN', { organisation: organisation.id }) : accepted(organisation);
    },
    find: (id) => {
      const row = one.get(id);
      return row === undefined ? undefined : organisationOf(row);
    },
    list: (only) =>
      all
        .all()
        .filter(({ id }) => only === undefined || only.includes(id))
        .map(organisationOf),
  };
};
