import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { expect, test } from '@jest/globals';

/** The style of this repository, held as a test. Each check lists what breaks it, so that a failure says what to mend. */
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
const files = [...new Set(listed.split('\n'))].filter((path) => path !== '' && existsSync(path));
const TEXT = new Set(['.ts', '.tsx', '.mts', '.mjs', '.cjs', '.js', '.json', '.md', '.yml', '.yaml', '.html', '.css', '.sh', '']);
const CODE = new Set(['.ts', '.tsx', '.mts', '.mjs', '.cjs', '.js']);
const texts = files.filter((path) => TEXT.has(extname(path)) && path !== 'package-lock.json');
const code = files.filter((path) => CODE.has(extname(path)));
const ours = (path: string): boolean => /^(apps|libs|test|scripts|bin)\//.test(path);

const linesThat = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 120)}`] : [])),
  );

/** Written in halves, so that this file does not find itself. */
const anyOf = (...halves: readonly (readonly [string, string])[]): string => halves.map(([head, tail]) => head + tail).join('|');

test('nothing is marked as unfinished', () => {
  const marks = anyOf(['TO', 'DO'], ['FIX', 'ME'], ['X', 'XX'], ['HA', 'CK'], ['T', 'BD']);
  expect(linesThat(texts, new RegExp(`\\b(${marks})\\b`))).toEqual([]);
});

test('no test is muted or runs alone', () => {
  const specs = code.filter((path) => /\.(spec|contract)\.ts$/.test(path));
  expect(linesThat(specs, /\b(describe|it|test)\.(only|skip|todo|failing)\b|\b(xit|xtest|xdescribe|fit|fdescribe)\(/)).toEqual([]);
});

test('no path of one machine stands in a file', () => {
  const paths = anyOf(['/ho', 'me/\\w'], ['/Us', 'ers/\\w'], ['/ro', 'ot/'], ['/wo', 'rk/'], ['[A-Z]:\\\\', 'Users']);
  expect(linesThat(texts, new RegExp(`(^|[\\s"'\`(=:])(${paths})`))).toEqual([]);
});

test('no package registry is named: npm takes the one of the machine it runs on', () => {
  const hosts = anyOf(['registry', '\\.npmjs'], ['registry', '\\.yarnpkg'], ['/arti', 'factory/'], ['"resol', 'ved":']);
  expect(linesThat([...texts, 'package-lock.json'], new RegExp(hosts))).toEqual([]);
});

test('a library is reached through its index.ts', () => {
  const libs = [...new Set(code.filter((path) => path.startsWith('libs/')).map((path) => path.split('/')[1]))];
  expect(libs.filter((name) => !files.includes(`libs/${String(name)}/index.ts`))).toEqual([]);
});

test('no folder or file is a drawer for everything', () => {
  expect(files.filter((path) => ours(path) && /(^|\/)(utils?|common|shared|helpers?|misc)(\/|\.[a-z]+$)/.test(path))).toEqual([]);
});

test('folders and files are named in kebab-case', () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
  const odd = (path: string): boolean => !path.split('/').every((part) => kebab.test(part) || basename(part) === 'README.md');
  expect(code.filter((path) => ours(path) && odd(path))).toEqual([]);
});
