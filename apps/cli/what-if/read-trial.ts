import { basename, extname } from 'node:path';
import { type NamedTerms, readTried, TrialSales, type TriedTerms } from '#rebates';
import { mappingText, type Read, readAgreement, readSales } from '../calculate/read-inputs.ts';
import { accept } from '../failure.ts';
import { readAgreementFile } from '../files/read-agreement.ts';
import { readRates } from '../ledger/rates.ts';

/** Sets of terms are called by their files, without folder and ending where that tells them apart. */
export const namesOf = (files: readonly string[]): readonly string[] => {
  const short = files.map((file) => basename(file, extname(file)));
  return new Set(short).size === short.length ? short : files;
};

/** An agreement file, or a file of amendments: a list, or an agreement file's `amendments` alone. */
export const readTriedFile = async (file: string, name: string): Promise<TriedTerms> => {
  const content = await readAgreementFile(file);
  if (Array.isArray(content)) return { name, amendments: content };
  const isAmendments = typeof content === 'object' && content !== null && 'amendments' in content && !('programmes' in content);
  return isAmendments ? { name, amendments: content.amendments } : { name, terms: content };
};

export type SalesOptions = { readonly sales: readonly string[]; readonly map?: string; readonly rates?: string };

/** Agreement files, and on top of the first of them those given by `--with`. */
export const readNamedTerms = async (agreements: readonly string[], tried: readonly string[]): Promise<NamedTerms[]> => {
  const names = namesOf([...agreements, ...tried]);
  const named: NamedTerms[] = [];
  for (const [index, file] of agreements.entries()) named.push({ name: names[index] ?? file, terms: await readAgreement(file) });
  const [first] = named;
  for (const [index, file] of tried.entries()) {
    if (first === undefined) break;
    const name = names[agreements.length + index] ?? file;
    const { amendments: already = [], ...base } = first.terms;
    const { terms, amendments } = accept(readTried(await readTriedFile(file, name), { terms: base, amendments: already }));
    named.push({ name, terms: { ...terms, amendments: [...amendments] } });
  }
  return named;
};

/** Sales files, measured for all sets at once. */
export const readTrial = async (
  named: readonly NamedTerms[],
  { sales, map, rates }: SalesOptions,
  yearBefore: boolean,
): Promise<{ readonly trial: TrialSales; readonly read: Read }> => {
  const exchange = named[0]?.terms;
  const known =
    rates === undefined
      ? []
      : (await readRates(rates)).map((rate) => ({ ...rate, table: exchange?.exchange?.table ?? '', to: exchange?.currency ?? '' }));
  const trial = new TrialSales(named, yearBefore, known);
  const reader = {
    agreement: trial.first.agreement,
    add: (document: Parameters<TrialSales['add']>[0]) => {
      trial.add(document);
    },
  };
  const read = await readSales(reader, sales, map === undefined ? undefined : await mappingText(map));
  return { trial, read };
};
