/**
 * Mutants of the pure core: each line of it changed on purpose, to see that a test notices. `npm run mutation` runs it part by part
 * (scripts/mutation.mjs) and says which specs judge the part.
 */
export default {
  packageManager: 'npm',
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  // The specs are ES modules; coverage by test works with them, so a mutant meets only the tests that reach it.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: { projectType: 'custom', configFile: 'jest.mutation.config.mjs', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  // What runs while a module loads (schemas, tables, words) meets every test there is: it is left out of the score.
  ignoreStatic: true,
  // Sentences are held by the tests of the pages, which do not run here.
  mutator: { excludedMutations: ['StringLiteral'] },
  mutate: ['libs/kernel/*.ts', 'libs/rebates/**/*.ts'],
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  concurrency: 1,
  timeoutMS: 10_000,
};
