import { type Identity, type Organisation, type Role, openIdentity } from '#identity';
import { accept } from '../failure.ts';
import { ANNA, BUILDCO, FRED, INES, NORDBAU, SUPPLIER, TOM, YEAR } from './terms.ts';

/** The people of the demonstration: they are made in its own directory only, and their password is no secret. */
export const DEMO_PASSWORD = 'demo-of-a-whole-year';

type DemoUser = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly of: string | null;
  readonly roles: readonly Role[];
};

const AUDITOR = 'treu';
const ORGANISATIONS: readonly Organisation[] = [
  { id: SUPPLIER, name: 'Acme', kinds: ['supplier'] },
  { id: BUILDCO.customer, name: 'Buildco', kinds: ['customer'] },
  { id: NORDBAU.customer, name: 'Nordbau', kinds: ['customer'] },
  { id: AUDITOR, name: 'Treu Auditors', kinds: ['auditor'] },
];

const user = (id: string, name: string, of: string | null, ...roles: readonly Role[]): DemoUser => ({
  id,
  name,
  email: `${(name.split(' ')[0] ?? '').toLowerCase()}@${of ?? 'ledger'}.example`,
  of,
  roles,
});

export const DEMO_USERS: readonly DemoUser[] = [
  user('u-olga', 'Olga Wirt', null),
  user(ANNA, 'Anna Berg', SUPPLIER, 'administrator', 'commercial'),
  user('u-arne', 'Arne Falk', SUPPLIER, 'approver'),
  user(FRED, 'Fred Lind', SUPPLIER, 'finance'),
  user('u-vera', 'Vera Kuhn', SUPPLIER, 'viewer'),
  user(TOM, 'Tom Rau', BUILDCO.customer, 'administrator', 'commercial', 'approver', 'finance'),
  user(INES, 'Ines Holm', NORDBAU.customer, 'administrator', 'commercial', 'approver'),
  user('u-ada', 'Ada Klar', AUDITOR, 'viewer'),
];

const make = async (identity: Identity, { id, name, email, of, roles }: DemoUser): Promise<void> => {
  if (identity.users.find(id) === undefined) accept(identity.users.create({ id, name, email, operator: of === null }));
  if (of !== null)
    accept(
      identity.members.put(of, id, { roles, approvesUpTo: roles.includes('approver') ? { amount: '50000.00', currency: 'EUR' } : null }),
    );
  accept(await identity.setPassword(accept(identity.passwordLink(id)).secret, DEMO_PASSWORD));
};

/** Makes them once; a demonstration that was opened before has them. */
export const fillPeople = async (dataDir: string): Promise<void> => {
  const identity = await openIdentity({ dataDir });
  try {
    const last = DEMO_USERS.at(-1)?.id ?? '';
    if (identity.users.find(last)?.status === 'active') return;
    for (const organisation of ORGANISATIONS)
      if (identity.organisations.find(organisation.id) === undefined) accept(identity.organisations.create(organisation));
    const partnership = `${SUPPLIER}~${BUILDCO.customer}`;
    const today = identity.now().toISOString().slice(0, 10);
    const granted = {
      auditor: AUDITOR,
      partnership,
      agreement: null,
      from: YEAR.from < today ? YEAR.from : today,
      to: '2099-12-31',
      grantedFor: SUPPLIER,
      grantedBy: ANNA,
    };
    if (identity.grants.ofPartnership(partnership).length === 0) accept(identity.grants.create(granted));
    for (const one of DEMO_USERS) await make(identity, one);
  } finally {
    identity.close();
  }
};
