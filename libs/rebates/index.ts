export * from './accrual/answers.ts';
export * from './agreement/terms.ts';
export * from './sales/line.ts';
