import { ROUTES } from '../../apps/api/access/routes.contract.ts';

/** Who may use which route, as the tests ask every one of them by everybody. */
export const accessReference = (): string =>
  [
    '# Who may use which route',
    '',
    'Written from the table that the tests compare with every route, asked by everybody (apps/api/access/matrix.spec.ts), by',
    '`UPDATE_DOCS=1 npm run jest -- test/docs/reference`; do not edit. What the words mean is in [access](../guides/access.md).',
    'Roles without "of it" are roles in a side of the partnership that the route is about; "of it" is the organisation that the',
    'route names. To a stranger what a route is about does not exist (404); a role that is missing is 403; nobody is 401.',
    '',
    '| route | who |',
    '|---|---|',
    ...Object.entries(ROUTES).map(([route, who]) => {
      const [method = '', path = ''] = route.split(' ');
      return `| \`${method.toUpperCase()} ${path}\` | ${who} |`;
    }),
    '',
  ].join('\n');
