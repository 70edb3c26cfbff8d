import { describe, expect, test } from '@jest/globals';
import { Addresses, parseNetwork } from './addresses.ts';

const guarded = new Addresses({ open: false, networks: [] });
const allowing = new Addresses({ open: false, networks: ['10.1.0.0/16', '127.0.0.0/8', 'fd00:1::/32'] });
const open = new Addresses({ open: true, networks: [] });

describe('an address that a webhook may have', () => {
  test.each([
    'https://erp.acme.example/rebates',
    'https://erp.acme.example:8443/a?b=c',
    'https://93.184.216.34/x',
    'https://[2606:4700::1111]/x',
  ])('%s', (url) => {
    expect(guarded.refusalOfUrl(url)).toBeUndefined();
  });
});

describe('an address that it may not have', () => {
  test.each([
    ['nothing', 'that is no address'],
    ['ftp://acme.example/', 'it is neither https nor http'],
    ['http://acme.example/', 'it is not https'],
    ['https://user:secret@acme.example/', 'a name or password stands in it'],
    ['https://acme.example/#part', 'a fragment stands in it'],
    ['https://localhost/', 'its address is not public'],
    ['https://localhost./', 'its address is not public'],
    ['https://api.localhost/', 'its address is not public'],
    ['https://127.0.0.1/', 'its address is not public'],
    ['https://0x7f.1/', 'its address is not public'],
    ['https://2130706433/', 'its address is not public'],
    ['https://0.0.0.0/', 'its address is not public'],
    ['https://10.0.0.8/', 'its address is not public'],
    ['https://100.64.0.1/', 'its address is not public'],
    ['https://169.254.169.254/latest/meta-data/', 'its address is not public'],
    ['https://172.31.255.255/', 'its address is not public'],
    ['https://192.168.1.1/', 'its address is not public'],
    ['https://224.0.0.1/', 'its address is not public'],
    ['https://[::1]/', 'its address is not public'],
    ['https://[::]/', 'its address is not public'],
    ['https://[::ffff:10.0.0.1]/', 'its address is not public'],
    ['https://[64:ff9b::a00:1]/', 'its address is not public'],
    ['https://[2002:a00:1::]/', 'its address is not public'],
    ['https://[fd12:3456::1]/', 'its address is not public'],
    ['https://[fe80::1]/', 'its address is not public'],
  ])('%s: %s', (url, reason) => {
    expect(guarded.refusalOfUrl(url)).toBe(reason);
  });
});

test('the operator allows networks, and plain HTTP stays on the machine', () => {
  expect(
    ['https://10.1.2.3/', 'https://[fd00:1::5]/', 'http://127.0.0.1:8080/', 'http://localhost:8080/'].map((url) =>
      allowing.refusalOfUrl(url),
    ),
  ).toEqual([undefined, undefined, undefined, undefined]);
  expect(['https://10.2.0.1/', 'http://10.1.2.3/', 'http://acme.example/'].map((url) => allowing.refusalOfUrl(url))).toEqual([
    'its address is not public',
    'http is for this machine only',
    'it is not https',
  ]);
});

test('an open server may tell anybody', () => {
  expect(['http://127.0.0.1:1/', 'http://10.0.0.1/', 'http://printer/'].map((url) => open.refusalOfUrl(url))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('what a name leads to is judged as an address is, also where it wraps one of version 4', () => {
  expect(guarded.refusalOf('::ffff:127.0.0.1', 'https:')).toBe('its address is not public');
  expect(guarded.refusalOf('::ffff:7f00:1', 'https:')).toBe('its address is not public');
  expect(guarded.refusalOf('93.184.216.34', 'https:')).toBeUndefined();
});

test.each([
  ['10.0.0.0/8', ['10.0.0.0', 8]],
  ['::1', ['::1', 128]],
  ['10.0.0.0/33', undefined],
  ['10.0.0/8', undefined],
  ['fd00::/129', undefined],
  ['10.0.0.0/8/9', undefined],
  ['10.0.0.0/x', undefined],
])('the network %s', (text, network) => {
  expect(parseNetwork(text)).toEqual(network);
});
