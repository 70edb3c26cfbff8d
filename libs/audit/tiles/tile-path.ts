import { isSize, wholeNumberOf } from '../encoding/whole-number.ts';

/** The layout of c2sp.org/tlog-tiles: 256 hashes, or 256 entries, are one file. */

export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;
const MAX_LEVEL = 63;

/** `width` is 256 for a full tile, and less for the last one of its level. */
export type Tile = { readonly level: number | 'entries'; readonly index: number; readonly width: number };

/** `tile/0/x001/x234/067`, `tile/entries/000.p/5`. Requires a level from 0 to 63 and a width from 1 to 256. */
export const tilePath = ({ level, index, width }: Tile): string => {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${number}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
};

const PATH = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** Undefined unless it is the one path of a tile. */
export const parseTilePath = (path: string): Tile | undefined => {
  const [, levelText, numberText, widthText] = PATH.exec(path) ?? [];
  if (levelText === undefined || numberText === undefined) return undefined;
  const level = levelText === 'entries' ? levelText : wholeNumberOf(levelText);
  const index = Number(numberText.replaceAll(/[x/]/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : wholeNumberOf(widthText);
  if (level === undefined || width === undefined || width < 1 || (level !== 'entries' && level > MAX_LEVEL) || !isSize(index))
    return undefined;
  const tile: Tile = { level, index, width };
  return tilePath(tile) === path ? tile : undefined;
};
