import { hash, verify } from '@node-rs/argon2';

/** Argon2id, the library's default, with the parameters that OWASP names first for 19 MiB of memory. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const LEAST_PASSWORD = 12;
export const MOST_PASSWORD = 200;

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS);

let nobodys: Promise<string> | undefined;

/** Without a hash the work is the same, so that the time taken does not tell who exists. */
export const isPassword = async (password: string, known: string | null): Promise<boolean> => {
  nobodys ??= hashPassword('the password of nobody');
  const matches = await verify(known ?? (await nobodys), password);
  return matches && known !== null;
};
