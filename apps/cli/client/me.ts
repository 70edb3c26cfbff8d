import { valueOf } from '../failure.ts';
import { answerOf } from './http-request.ts';

/** Who is signed in at a server, with roles as they are now. */
export type Me = {
  readonly id: string;
  readonly name: string | null;
  readonly operator: boolean;
  readonly memberships: readonly { readonly organisation: string; readonly roles: readonly string[] }[];
};

export const whoAmI = async (server: string): Promise<Me> => valueOf(await answerOf<Me>(server, ['auth', 'me']));
