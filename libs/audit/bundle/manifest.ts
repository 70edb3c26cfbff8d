import { accepted, type Result, refused } from '#kernel';
import { textOf } from '../encoding/bytes.ts';
import { canonicalText } from '../encoding/canonical-text.ts';
import { wholeNumberOf } from '../encoding/whole-number.ts';
import { auditRefusal } from '../refusals.ts';

/** What a bundle says of itself. Nothing signs it: it only says what to look for, and the checkpoint decides. */
export type Manifest = {
  readonly partnership: string;
  /** Entries that the checkpoint covers. */
  readonly size: number;
  /** Left out for a whole history, which alone shows that nothing is missing. */
  readonly part?: BundlePart;
};

/** The entries that a narrower grant lets one see, by their positions, and by what they were chosen. */
export type BundlePart = {
  readonly positions: readonly number[];
  readonly agreements: readonly string[];
  readonly from?: string;
  readonly to?: string;
};

/** A later form of bundles gets another number, and programs that do not know it say so. */
const FORMAT = 'rebate-bundle@v1';

const dayOf = (key: 'from' | 'to', day: string | undefined): Partial<Record<'from' | 'to', string>> =>
  day === undefined ? {} : { [key]: day };

export const formatManifest = ({ partnership, size, part }: Manifest): string => {
  const chosen =
    part === undefined
      ? {}
      : {
          part: {
            agreements: part.agreements,
            positions: part.positions.map(String),
            ...dayOf('from', part.from),
            ...dayOf('to', part.to),
          },
        };
  return `${canonicalText({ format: FORMAT, partnership, size: String(size), ...chosen })}\n`;
};

const malformed = (why: string): Result<never> => refused(auditRefusal('BUNDLE_MALFORMED', { why }));

type Read = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Read => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isDay = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value));

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

export const parseManifest = (bytes: Uint8Array): Result<Manifest> => {
  const text = textOf(bytes);
  const value = text === undefined ? undefined : jsonOf(text);
  if (!isRecord(value)) return malformed('bundle.json is not a JSON object');
  const { format, partnership, part } = value;
  if (format !== FORMAT)
    return refused(auditRefusal('BUNDLE_FORMAT_UNKNOWN', { format: typeof format === 'string' ? format : 'none', known: FORMAT }));
  const size = typeof value['size'] === 'string' ? wholeNumberOf(value['size']) : undefined;
  if (typeof partnership !== 'string' || partnership === '') return malformed('bundle.json names no partnership');
  if (size === undefined) return malformed('bundle.json says no size');
  if (part === undefined) return accepted({ partnership, size });
  const chosen = partOf(part, size);
  return chosen === undefined ? malformed('the part that bundle.json names is not one') : accepted({ partnership, size, part: chosen });
};

/** Positions stand in ascending order, each once, within the size. */
const partOf = (value: unknown, size: number): BundlePart | undefined => {
  if (!isRecord(value)) return undefined;
  const { agreements, positions, from, to } = value;
  if (!isTexts(agreements) || !isTexts(positions) || !isDay(from) || !isDay(to)) return undefined;
  const numbers = positions.map(wholeNumberOf).filter((position) => position !== undefined);
  const ascending = numbers.every((position, index) => position < size && position > (numbers[index - 1] ?? -1));
  return numbers.length === positions.length && ascending
    ? { agreements, positions: numbers, ...dayOf('from', from), ...dayOf('to', to) }
    : undefined;
};
