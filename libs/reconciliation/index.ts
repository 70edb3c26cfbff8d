export * from './compared-from.ts';
export * from './first-divergence.ts';
export * from './gap.ts';
export * from './line.ts';
export * from './line-change.ts';
export * from './reconciliation.ts';
export { matchingRulesOf, ourDocumentOf, type MatchingOptions, type MatchingRules, type UnitConversion } from './rules.ts';
export { type MatchingRefusalCode } from './refusals.ts';
export { type Variance, type VarianceKind } from './variance.ts';
