/** What was given of an object: keys that are undefined are left out, so that a plain command never carries them. */
export type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export const given = <T extends object>(values: T): Given<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;

/** A DTO as the plain data it was sent as, without the class and its unset fields. */
export const plain = <T>(dto: T): { [K in keyof T]: T[K] } => JSON.parse(JSON.stringify(dto)) as { [K in keyof T]: T[K] };
