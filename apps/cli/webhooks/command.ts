import { Command, InvalidArgumentError } from 'commander';
import { type Delivery, DELIVERY_STATUSES, type DeliveryStatus, type EndpointStanding, type WithSecret } from '#webhooks';
import { ledgerCommand, parseCount, type Where } from '../client/open.ts';
import { organisationOption } from '../client/own-organisation.ts';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { withWebhooks } from './webhooks-client.ts';

type Of = Where & { readonly organisation: string };

const hookCommand = (name: string, description: string): Command => organisationOption(ledgerCommand(name, description), 'whose webhook');

const namesIn = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const parsePosition = (text: string): number => {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('Give a position such as 42.');
  return Number(text);
};

const parseStatus = (text: string): DeliveryStatus => {
  const status = DELIVERY_STATUSES.find((one) => one === text);
  if (status === undefined) throw new InvalidArgumentError(`Give one of ${DELIVERY_STATUSES.join(', ')}.`);
  return status;
};

const printSecret = (io: Io, { id, secret }: WithSecret, more: string): void => {
  io.out(
    `${id}\n${secret}\nThe secret is not shown again: give it to the receiver, which checks the signature of each message with it.${more}`,
  );
};

const add = (io: Io): Command =>
  hookCommand('add', 'be told what happens from now on; the secret that signs the messages is shown this once')
    .argument('<url>', 'an https address that anybody on the internet could reach')
    .option('--kinds <kinds>', 'what to be told of, with commas: named kinds, and types of events (default: all named kinds)', namesIn)
    .option('--partnerships <ids>', 'of which partnerships, with commas (default: all of its own)', namesIn)
    .action((url: string, options: Of & { readonly kinds?: readonly string[]; readonly partnerships?: readonly string[] }) =>
      withWebhooks(options, async (client) => {
        const { organisation, kinds, partnerships, json } = options;
        const hook = await client.add(organisation, {
          url,
          ...(kinds === undefined ? {} : { kinds }),
          ...(partnerships === undefined ? {} : { partnerships }),
        });
        if (json === true) printJson(io, hook);
        else printSecret(io, hook, '');
      }),
    );

const rowOf = ({ id, url, kinds, partnerships, status, pending, parked, lastDeliveredAt }: EndpointStanding): string[] => [
  id,
  url,
  kinds.join(', ') || 'all named',
  partnerships.join(', ') || 'all',
  status,
  String(pending),
  String(parked),
  lastDeliveredAt ?? 'never',
];

const list = (io: Io): Command =>
  hookCommand('list', 'the webhooks, and how they do').action((options: Of) =>
    withWebhooks(options, async (client) => {
      const all = await client.list(options.organisation);
      if (options.json === true) {
        printJsonLines(io, all);
        return;
      }
      printTable(
        io,
        [
          { name: 'Webhook' },
          { name: 'Address' },
          { name: 'Kinds' },
          { name: 'Partnerships' },
          { name: 'Status' },
          { name: 'Waiting', align: 'right' },
          { name: 'Parked', align: 'right' },
          { name: 'Last delivered' },
        ],
        all.map(rowOf),
      );
      if (all.some(({ status }) => status === 'silent'))
        io.out('silent: who set it up is an administrator no more. Rotate its secret to take it over, or remove it.');
    }),
  );

const remove = (io: Io): Command =>
  hookCommand('remove', 'take a webhook away, with what waits for it')
    .argument('<webhook>')
    .action((id: string, options: Of) =>
      withWebhooks(options, async (client) => {
        await client.remove(options.organisation, id);
        if (options.json === true) printJson(io, { removed: id });
        else io.out(`${id} is told nothing more.`);
      }),
    );

const rotate = (io: Io): Command =>
  hookCommand('rotate', 'another secret; the old one holds for a day more')
    .argument('<webhook>')
    .action((id: string, options: Of) =>
      withWebhooks(options, async (client) => {
        const hook = await client.rotate(options.organisation, id);
        if (options.json === true) printJson(io, hook);
        else printSecret(io, hook, ' For a day each message is signed with the old one as well.');
      }),
    );

const test = (io: Io): Command =>
  hookCommand('test', 'send a message of the kind test now')
    .argument('<webhook>')
    .action((id: string, options: Of) =>
      withWebhooks(options, async (client) => {
        const attempt = await client.test(options.organisation, id);
        if (options.json === true) printJson(io, attempt);
        if (attempt.error !== null)
          throw failure(
            'WEBHOOK_TEST_FAILED',
            `The test was not delivered: ${attempt.error}.`,
            'See that the address is right and that it answers 2xx; then test again.',
            { place: 'webhook', value: id },
            EXIT.failure,
          );
        if (options.json !== true) io.out(`Delivered: it answered ${attempt.status ?? ''}.`);
      }),
    );

const deliveryRow = ({ partnership, position, kind, status, attempts, lastStatus, lastError, dueAt, id }: Delivery): string[] => [
  partnership,
  String(position),
  kind,
  status,
  String(attempts),
  lastError ?? (lastStatus === null ? '' : String(lastStatus)),
  dueAt ?? '',
  id,
];

const MOST_LISTED = 500;
const deliveries = (io: Io): Command =>
  hookCommand('deliveries', 'what was sent, what waits, and what was given up, the newest first')
    .argument('<webhook>')
    .option('--status <status>', `only ${DELIVERY_STATUSES.join(', ')}`, parseStatus)
    .option('--limit <number>', 'how many at most (default 20)', parseCount)
    .action((id: string, options: Of & { readonly status?: DeliveryStatus; readonly limit?: number }) =>
      withWebhooks(options, async (client) => {
        const { organisation, status, limit = 20, json } = options;
        const all = await client.deliveries(organisation, id, {
          limit: Math.min(limit, MOST_LISTED),
          ...(status === undefined ? {} : { status }),
        });
        if (json === true) printJsonLines(io, all);
        else
          printTable(
            io,
            [
              { name: 'Partnership' },
              { name: 'Position', align: 'right' },
              { name: 'Kind' },
              { name: 'Status' },
              { name: 'Attempts', align: 'right' },
              { name: 'Answer' },
              { name: 'Due' },
              { name: 'Message' },
            ],
            all.map(deliveryRow),
          );
      }),
    );

const replay = (io: Io): Command =>
  hookCommand('replay', 'tell a partnership again from a position, under the ids that the messages had')
    .argument('<webhook>')
    .requiredOption('--partnership <id>', 'which: supplier~customer')
    .requiredOption('--from <position>', 'the first position that is told again', parsePosition)
    .action((id: string, options: Of & { readonly partnership: string; readonly from: number }) =>
      withWebhooks(options, async (client) => {
        const { organisation, partnership, from, json } = options;
        await client.replay(organisation, id, { partnership, from });
        if (json === true) printJson(io, { webhook: id, partnership, from });
        else io.out(`${id} is told ${partnership} again from position ${from}.`);
      }),
    );

export const webhooksCommand = (io: Io): Command => {
  const group = new Command('webhooks')
    .description('be told by HTTP what happens in one’s own partnerships')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate webhooks add https://erp.acme.example/rebates --organisation acme --kinds signed,tierReached\n  $ rebate webhooks test w-0123456789abcdef01234567 --organisation acme\n  $ rebate webhooks deliveries w-0123456789abcdef01234567 --organisation acme --status parked\n  $ rebate webhooks replay w-0123456789abcdef01234567 --organisation acme --partnership acme~buildco --from 12',
    );
  for (const one of [add(io), list(io), remove(io), rotate(io), test(io), deliveries(io), replay(io)]) group.addCommand(one);
  return group;
};
