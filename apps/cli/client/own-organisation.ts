import { type Command, InvalidArgumentError } from 'commander';
import { isId } from '#kernel';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import { isSignedIn } from './http-request.ts';
import { whoAmI } from './me.ts';
import { placeOf, type Where } from './open.ts';

const missing = (message: string): never => {
  throw failure(
    'ORGANISATION_MISSING',
    message,
    'Give --organisation with the id of your own; signed in at a server for a single one, it follows from who you are.',
    { place: '--organisation' },
    EXIT.refused,
  );
};

/** The one organisation that who is signed in acts for: somebody of two says for which. */
const ownOrganisation = async (where: Where): Promise<string> => {
  const place = placeOf(where);
  if (!('server' in place) || !(await isSignedIn(place.server))) return missing('It is not said for which organisation this is.');
  const own = (await whoAmI(place.server)).memberships.map(({ organisation }) => organisation);
  const [first, ...others] = own;
  if (first === undefined) return missing('You act for no organisation at this server.');
  return others.length === 0 ? first : missing(`You act for ${own.join(' and ')}: it is not said for which this is.`);
};

/** `--organisation`, on a command about what an organisation keeps to itself. */
export const organisationOption = (command: Command, whose: string): Command =>
  command
    .option('--organisation <id>', `${whose} (default: your own, where you are signed in at a server)`, (text: string) => {
      if (!isId(text)) throw new InvalidArgumentError('Give the id of an organisation.');
      return text;
    })
    .hook('preAction', async (_, action) => {
      const options = action.opts<Where & { readonly organisation?: string }>();
      action.setOptionValue('organisation', options.organisation ?? (await ownOrganisation(options)));
    });
