export * from './sales/line.ts';
export * from './agreement/terms.ts';
export * from './accrual/answers.ts';
