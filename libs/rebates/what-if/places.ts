/** Places in a programme's terms: `earn.steps[0].percent` is earn, steps, 0, percent. */
export type Place = readonly (string | number)[];

export const parsePlace = (text: string): Place =>
  [...text.matchAll(/[A-Za-z]+|\d+/g)].map(([part]) => (/^\d/.test(part) ? Number(part) : part));

type Holder = Readonly<Record<string | number, unknown>>;
const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

export const valueAt = (root: unknown, place: Place): unknown =>
  place.reduce<unknown>((value, part) => (isHolder(value) && Object.hasOwn(value, part) ? value[part] : undefined), root);

/** The same with another value at a place that is there; nothing of the old is changed. */
export const withValue = <T>(root: T, place: Place, value: unknown): T => {
  const [part, ...rest] = place;
  if (part === undefined) return value as T;
  if (Array.isArray(root)) return root.map((item: unknown, index) => (index === part ? withValue(item, rest, value) : item)) as T;
  return { ...root, [part]: withValue((root as Holder)[part], rest, value) };
};
