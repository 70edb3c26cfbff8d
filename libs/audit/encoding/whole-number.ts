const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/** A whole number in decimal ASCII without leading zeroes, up to 2^53 - 1; undefined for every other text. */
export const wholeNumberOf = (text: string): number | undefined => {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
};

/** 2^53 - 1 entries are more than any history will have, so that sizes and indexes are plain numbers. */
export const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
