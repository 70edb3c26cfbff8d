import { type Command, Option } from 'commander';
import type { Party } from '#ledger';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import { isSignedIn } from './http-request.ts';
import { placeOf, type Where } from './open.ts';

/** At a server where somebody is signed in the side follows from who that is: nothing is sent, and the server fills it in. */
const followsFromSignIn = async (where: Where): Promise<boolean> => {
  const place = placeOf(where);
  return 'server' in place && (await isSignedIn(place.server));
};

/** Where nobody is signed in, `standing` is the side that a command is mostly for; without one it is asked for. */
const checkSide = async (where: Where & { readonly party?: Party }, standing?: Party): Promise<Party | undefined> => {
  if (where.party !== undefined || (await followsFromSignIn(where))) return where.party;
  if (standing !== undefined) return standing;
  throw failure(
    'PARTY_MISSING',
    'It is not said for which side this is.',
    'Give --party supplier or --party customer; signed in at a server it follows from who you are.',
    { place: '--party' },
    EXIT.refused,
  );
};

type SideOptions = {
  readonly standing?: Party | undefined;
  /** Whether a side is needed for what was given; always where left out. */ readonly isNeeded?: (command: Command) => boolean;
};

/** `--party`, on a command that decides something for one side. */
export const sideOption = (command: Command, { standing, isNeeded = () => true }: SideOptions = {}): Command =>
  command
    .addOption(
      new Option(
        '--party <side>',
        `for which side (default: your own, where you are signed in at a server${standing === undefined ? '' : `; else ${standing}`})`,
      ).choices(['supplier', 'customer']),
    )
    .hook('preAction', async (_, action) => {
      if (isNeeded(action)) action.setOptionValue('party', await checkSide(action.opts<Where & { readonly party?: Party }>(), standing));
    });
