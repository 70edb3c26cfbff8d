import base from './jest.config.mjs';

/** Mutants of a lib are judged by its own specs; properties run on few examples, since each mutant runs them anew. */
export default { ...base, maxWorkers: 1, testMatch: [`<rootDir>/libs/${process.env.REBATE_MUTATED_LIB ?? 'kernel'}/**/*.spec.ts`] };
