export { type AgreementClaim, type Claims, CLAIMS_FORMAT, formatClaims, type KnownThenClaim, parseClaims } from './claims/claims.ts';
export { bundleFiles } from './bundle-files.ts';
export { firstWrongClaim } from './claims/compare.ts';
export { agreementClaim, endsMonth, type Known, knownThenClaim } from './claims/figures.ts';
export { type VerificationRefusalCode, verificationRefusals } from './refusals.ts';
export { Replay } from './replay/replay.ts';
export { type BundleVerdict, type Recomputed, type Verified, verifyBundle, type VerifyOptions } from './verify-bundle.ts';
export { type Evidence, evidenceEvent, evidencePage, isShown, type ListedEvent } from './evidence-page.ts';
export { policyOf } from './policy-text.ts';
