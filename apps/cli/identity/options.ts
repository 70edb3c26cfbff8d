import { InvalidArgumentError } from 'commander';
import { KEY_ROLES, type KeyRole, ORGANISATION_KINDS, type OrganisationKind, ROLES, type Role } from '#identity';

const listOf =
  <T extends string>(values: readonly T[]) =>
  (text: string): readonly T[] => {
    const given = text.split(',').map((one) => one.trim());
    const wrong = given.find((one) => !(values as readonly string[]).includes(one));
    if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is none of ${values.join(', ')}.`);
    return given as unknown as readonly T[];
  };

export const parseRoles: (text: string) => readonly Role[] = listOf(ROLES);
export const parseKeyRoles: (text: string) => readonly KeyRole[] = listOf(KEY_ROLES);
export const parseKinds: (text: string) => readonly OrganisationKind[] = listOf(ORGANISATION_KINDS);

/** `50000.00 EUR`. Whether it is an exact decimal says the server. */
export const parseLimit = (text: string): { readonly amount: string; readonly currency: string } => {
  const [amount = '', currency = '', ...more] = text.trim().split(/\s+/);
  if (currency === '' || more.length > 0) throw new InvalidArgumentError('Give an amount and its currency, such as "50000.00 EUR".');
  return { amount, currency };
};
