import { accepted, refused } from '#kernel';
import { byLastYear, Calculation, checkPolicy, lastYearMissing, type Policy } from '#rebates';
import { type Read, readPolicy, readSales } from '../calculate/read-inputs.ts';
import { accept } from '../failure.ts';

/** Last year's sales, read as this year's are, for projections by their shape. */
export const readLastYear = async (
  calculation: Calculation,
  files: readonly string[],
  map: string | undefined,
): Promise<{ readonly read: Read; readonly lastYear: Calculation }> => {
  const lastYear = new Calculation(calculation.agreement.terms);
  const read = await readSales(lastYear, files, map);
  calculation.goByLastYear(lastYear.standing());
  return { read, lastYear };
};

/** A policy that fits its agreement, and for which all that it forecasts by is there. */
export const fittingPolicy = async (file: string, { agreement }: Calculation, hasLastYear: boolean): Promise<Policy> => {
  const policy = await readPolicy(file);
  const rejections = [...checkPolicy(policy, agreement), ...(hasLastYear ? [] : byLastYear(policy).map(lastYearMissing))];
  return accept(rejections.length > 0 ? refused(...rejections) : accepted(policy), file);
};
