/** Imports point one way: apps → {ledger, identity, webhooks} → {projections, event-store, rebates, audit, reconciliation, verification} → kernel; projections → event-store, rebates; verification → rebates, audit. */
const lib = (name) => `^libs/${name}/`;
const only = (name, allowed) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: `libs/${name} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: lib(name), pathNot: '\\.(spec|contract)\\.ts$' },
  to: { path: '^(libs|apps|test)/', pathNot: [name, ...allowed].map(lib) },
});
module.exports = {
  forbidden: [
    only('kernel', []),
    only('rebates', ['kernel']),
    only('audit', ['kernel']),
    only('event-store', ['kernel']),
    only('reconciliation', ['kernel']),
    only('identity', ['kernel', 'event-store']),
    only('outbound', []),
    only('webhooks', ['kernel', 'event-store', 'outbound']),
    only('projections', ['kernel', 'event-store', 'rebates', 'audit']),
    only('verification', ['kernel', 'rebates', 'audit']),
    only('ledger', ['kernel', 'event-store', 'rebates', 'audit', 'reconciliation', 'verification', 'projections']),
    {
      name: 'apps-never-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'web-knows-http-and-proofs-only',
      severity: 'error',
      comment: 'The screens ask over HTTP; of our own code they run what proves, and what writes and verifies bundles.',
      from: { path: '^apps/web/' },
      to: { path: '^libs/', pathNot: ['audit', 'kernel', 'verification'].map(lib) },
    },
    {
      name: 'a-screen-is-a-folder',
      severity: 'error',
      comment: 'Screens share by what stands beside them (api, parts, figures …): deleting a folder deletes a screen.',
      from: { path: '^apps/web/screens/([^/]+)/' },
      to: { path: '^apps/web/screens/', pathNot: '^apps/web/screens/$1/' },
    },
    {
      name: 'through-the-index',
      severity: 'error',
      comment: 'Another lib is reached through its index.ts only.',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/[^/]+/(?!index\\.ts$).+' },
    },
    {
      name: 'lib-to-lib-through-the-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/index\\.ts$'] },
    },
    {
      name: 'pure-core-has-no-io',
      severity: 'error',
      from: { path: '^libs/(kernel|rebates|audit|reconciliation|verification)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-nest-in-libs-or-cli',
      severity: 'error',
      from: { path: '^(libs|apps/cli)/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      comment: 'The benchmark measures the build, which a clean checkout does not have yet.',
      from: { pathNot: '^test/perf/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
