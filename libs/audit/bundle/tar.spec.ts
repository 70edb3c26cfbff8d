import { expect, it } from '@jest/globals';
import { joinBytes, textOf, utf8 } from '../encoding/bytes.ts';
import { bundleOf } from '../testing/bundle.ts';
import { entriesOf } from '../testing/log.ts';
import type { BundleFile } from './files.ts';
import { bundleInTar, tarOf } from './tar.ts';

const FOLDER = 'acme-buildco-3';
const packed = async (files: Iterable<readonly [string, Uint8Array]>): Promise<Uint8Array> => {
  const given = async function* (): AsyncGenerator<BundleFile> {
    for (const [path, bytes] of files) yield await Promise.resolve({ path, bytes });
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of tarOf(FOLDER, given())) pieces.push(piece);
  return joinBytes(...pieces);
};
const opened = (archive: Uint8Array) => bundleInTar((offset, length) => archive.subarray(offset, offset + length));
const why = (archive: Uint8Array): string => {
  const files = opened(archive);
  return files.ok ? 'read' : (files.rejections[0]?.message ?? '');
};
const manifest = ['bundle.json', utf8('{}\n')] as const;

it('gives back what was packed, and the same bytes whenever it is', async () => {
  const files = bundleOf(entriesOf(3)).set('empty', new Uint8Array(0)).set('a-block', new Uint8Array(512).fill(7));
  const archive = await packed(files);
  expect(await packed(files)).toEqual(archive);
  const read = opened(archive);
  for (const [path, bytes] of files) expect([path, read.ok ? read.value.read(path) : undefined]).toEqual([path, bytes]);
  expect(read.ok ? read.value.read('other') : read).toBeUndefined();
});

it('has the headers of POSIX.1-1988', async () => {
  const [header, fields] = [
    (await packed([manifest])).subarray(0, 512),
    [
      [0, 11],
      [100, 7],
      [108, 7],
      [116, 7],
      [124, 11],
      [136, 11],
      [148, 6],
      [156, 1],
      [257, 5],
      [263, 2],
      [345, FOLDER.length],
    ] as const,
  ];
  expect(fields.map(([from, length]) => textOf(header.subarray(from, from + length)))).toEqual([
    'bundle.json',
    '0000644',
    '0000000',
    '0000000',
    '00000000003',
    '02263523000',
    '012536',
    '0',
    'ustar',
    '00',
    FOLDER,
  ]);
  expect(header.filter((byte) => byte > 0).length).toBe(11 + 7 * 3 + 11 * 2 + 6 + 1 + 1 + 5 + 2 + FOLDER.length);
});

it('that was not received whole is refused, wherever it was cut off', async () => {
  const archive = await packed([manifest, ['checkpoint', new Uint8Array(700)]]);
  // The second block of the end mark tells nothing more.
  for (let length = 0; length < archive.length - 512; length += 100)
    expect(why(archive.subarray(0, length))).toMatch(/was not received whole/);
  expect(why(archive)).toBe('read');
});

it('that another tar wrote of the unpacked folder is read, with its folders and its ./', async () => {
  const archive = await packed([['x', new Uint8Array(0)], manifest]);
  const asOther = (at: number, change: (header: Uint8Array) => void): void => {
    const header = archive.subarray(at, at + 512);
    change(header);
    header.set(utf8('        '), 148);
    header.set(
      utf8(
        `${header
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
      ),
      148,
    );
  };
  asOther(0, (header) => {
    header[156] = '5'.charCodeAt(0);
  });
  asOther(512, (header) => {
    header.fill(0, 345, 500);
    header.set(utf8('./bundle.json'), 0);
  });
  const files = opened(archive);
  expect(files.ok ? [files.value.read('bundle.json'), files.value.read('x')] : files).toEqual([manifest[1], undefined]);
});

it.each([
  ['nothing of a bundle', [['a', utf8('b')]], 'no bundle.json is in it'],
  ['a file twice', [manifest, manifest], 'bundle.json is in it twice'],
  ['two bundles', [manifest, ['other/bundle.json', utf8('{}')]], 'and acme-buildco-3/other/bundle.json are in it'],
] as const)('with %s is refused', async (_, files, said) => {
  expect(why(await packed(files))).toContain(said);
});

it('of which a header was changed is refused, and what is no archive', async () => {
  const archive = await packed([manifest]);
  archive[0] = 0x42;
  expect(why(archive)).toContain('the header at byte 0 is not one');
  expect(why(new Uint8Array(2_000).fill(0x41))).toContain('the header at byte 0 is not one');
});
