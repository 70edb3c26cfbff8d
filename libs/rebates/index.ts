export * from './sales/line.ts';
export * from './agreement/terms.ts';
