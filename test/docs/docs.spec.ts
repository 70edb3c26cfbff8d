import { execFile } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { parseAgreement } from '#rebates';
import { commandLine } from './command-reference.ts';
import { replayed, session } from './console.ts';
import { blocksOf, pages, proseOf, root, textOf, wordsOf } from './pages.ts';

// The pages speak of the embedded store, also where the suite is run against a server.
delete process.env['EVENTSTORE_URL'];

/** What the pages say is checked: links, command lines, and every figure, by running what they show. */
const update = process.env['UPDATE_DOCS'] === '1';
const LONG_MS = 60_000;

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string): string[] =>
  [...proseOf(textOf(page)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const brokenLinks = (page: string): string[] => {
  const links = [...proseOf(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
  return links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor);
  });
};

test('every link leads to a page and a heading that are there', () => {
  expect(pages.flatMap((page) => brokenLinks(page).map((link) => `${page}: ${link}`))).toEqual([]);
});

test('each incentive kind has one file, a spec of its own, and a page with an example that is run', () => {
  const folder = 'libs/rebates/programmes';
  const kinds = [...textOf(`${folder}/index.ts`).matchAll(/^import \{ .+ \} from '\.\/(.+)\.ts'/gm)].map(([, name = '']) => name);
  expect(kinds).toHaveLength(10);
  for (const name of kinds) {
    expect(existsSync(join(root, folder, `${name}.spec.ts`)) ? '' : `${name} has no spec`).toBe('');
    expect(textOf(`docs/guides/kinds/${name}.md`)).toContain('$ npx rebate calculate --agreement docs/guides/examples/');
    expect(textOf('docs/guides/incentives.md')).toContain(`(kinds/${name}.md)`);
  }
});

/** Lines of code blocks that run the program, and those in running text. */
const commandsIn = (page: string): string[] => {
  const text = textOf(page);
  const lines = blocksOf(text).flatMap(({ language, body }) =>
    language === 'sh' || language === 'console' ? body.replaceAll('\\\n', ' ').split('\n') : [],
  );
  const spans = [...proseOf(text).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...lines.map((line) => line.replace(/^\$ /, '')), ...spans].filter((line) =>
    /^([A-Z_]+=\S+ )*(npx )?rebate |^npm start -- /.test(line),
  );
};

/** What the option parser would not know, and what it would miss. */
const faultsOf = (line: string, rebate: Command): string[] => {
  const words = wordsOf(line);
  const own = words[0] === 'npm' ? ['serve', ...words.slice(words.indexOf('--') + 1)] : words.slice(words.indexOf('rebate') + 1);
  let command = rebate;
  while (own[0] !== undefined) {
    const next = command.commands.find((one) => one.name() === own[0]);
    if (next === undefined) break;
    command = next;
    own.shift();
  }
  if (command === rebate) return own[0] === '--help' || own[0] === 'help' ? [] : [`${line}: no command ${own[0] ?? ''}`];
  const flags = own.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0] ?? '');
  const known = ['--help', ...command.options.map((option) => option.long ?? '')];
  const isWhole = !line.includes('…') && flags.length > 0 && !flags.includes('--help');
  const missing =
    isWhole && words[0] !== 'npm'
      ? command.options.filter((option) => option.mandatory && !flags.includes(option.long ?? '')).map((option) => option.long ?? '')
      : [];
  return [
    ...flags.filter((flag) => !known.includes(flag)).map((flag) => `${line}: no option ${flag}`),
    ...missing.map((flag) => `${line}: lacks ${flag}`),
  ];
};

test('every command line shown is one that the program takes', () => {
  const rebate = commandLine();
  const shown = pages.flatMap((page) => commandsIn(page).map((line) => ({ page, line })));
  expect(shown.length).toBeGreaterThan(40);
  expect(shown.flatMap(({ page, line }) => faultsOf(line, rebate).map((fault) => `${page}: ${fault}`))).toEqual([]);
});

const runnable = pages.filter((page) => blocksOf(textOf(page)).some(({ language }) => language === 'console'));

describe.each(runnable)('%s', (page) => {
  test(
    'shows what its commands answer',
    async () => {
      const text = textOf(page);
      const one = session();
      let answered = '';
      let at = 0;
      for (const { language, body, from, to } of blocksOf(text)) {
        if (language !== 'console') continue;
        answered += text.slice(at, from) + (await replayed(body, one));
        at = to;
      }
      one.end();
      answered += text.slice(at);
      if (update) writeFileSync(join(root, page), answered);
      else expect(text).toBe(answered);
    },
    LONG_MS,
  );
});

test('each figure of docs/guides/incentives.md is worked out in words before it is computed', () => {
  const text = textOf('docs/guides/incentives.md');
  let at = 0;
  const computed = blocksOf(text).flatMap(({ language, body, from, to }) => {
    const words = text.slice(at, from);
    at = to;
    if (language !== 'console' || body.includes(' --json')) return [];
    const total = /^Total earned (\S+) /m.exec(body)?.[1] ?? '';
    return [{ total, inWords: words.includes(`**${total}**`) }];
  });
  expect(computed.length).toBeGreaterThan(15);
  expect(computed.filter(({ inWords }) => !inWords)).toEqual([]);
});

/** Every kind and setting that a version may lack: what a page must call not built, for as long as it is refused. */
const LATER = {
  growth: { earn: { growth: {} } },
  shipAndDebit: { earn: { shipAndDebit: {} } },
  share: { earn: { share: {} } },
  bundle: { earn: { bundle: [] } },
  freeGoods: { earn: { freeGoods: {} } },
  lumpSum: { earn: { lumpSum: '1' } },
  loyalty: { earn: { loyalty: {} } },
  document: { period: 'document' },
  higherOf: { scope: 'higherOf' },
  inOrder: { attribute: 'inOrder' },
  paid: { stage: 'paid' },
};

const isNotBuilt = (programme: object): boolean => {
  const parsed = parseAgreement({
    id: 'a',
    supplier: 's',
    customer: 'c',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'p', earn: { percent: '1' }, ...programme }],
  });
  return !parsed.ok && parsed.rejections.some(({ code }) => code === 'KIND_NOT_BUILT');
};

test.each([
  ['README.md', '## What is not built yet'],
  ['docs/guides/incentives.md', '## What is not computed yet'],
])('%s calls not built what is refused by name, and nothing else', (page, heading) => {
  const [, section = ''] = textOf(page).split(heading);
  const [listed = ''] = section.split(/\nKept|\nThese are kept/);
  const named = Object.keys(LATER).filter((name) => new RegExp(`[\`: ]${name}\``).test(listed));
  const refused = Object.entries(LATER).flatMap(([name, programme]) => (isNotBuilt(programme) ? [name] : []));
  expect(named).toEqual(refused);
});

test('decisions are numbered without gaps, and each says context, decision and consequences', () => {
  const decisions = pages.filter((page) => page.startsWith('docs/decisions/'));
  expect(decisions.map((page) => Number(/(\d{4})-/.exec(page)?.[1]))).toEqual(decisions.map((_, index) => index + 1));
  const own = decisions.filter((page) => Number(/(\d{4})-/.exec(page)?.[1]) > 4);
  for (const page of own)
    for (const heading of ['## Context', '## Decision', '## Consequences']) expect(textOf(page)).toContain(`\n${heading}\n`);
});

test('every event type has its line in docs/events/README.md', () => {
  const listed = textOf('docs/events/README.md');
  const schemas = readdirSync(join(root, 'docs/events')).filter((name) => name.endsWith('.schema.json'));
  expect(schemas.filter((name) => !listed.includes(`](${name})`))).toEqual([]);
});

test(
  'the built program, run as a person runs it, answers like the page',
  async () => {
    const example = join(root, 'docs/guides/examples/marginal');
    const args = [
      'bin/rebate.mjs',
      'calculate',
      '--agreement',
      join(example, 'agreement.yaml'),
      '--sales',
      join(example, 'sales.csv'),
      '--json',
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject({ agreement: 'marginal-2026', earned: '13500.00' });
    expect(textOf('docs/guides/incentives.md')).toContain('**13,500.00**');
  },
  LONG_MS,
);
