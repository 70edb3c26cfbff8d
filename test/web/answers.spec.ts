import { expect, test } from '@jest/globals';
import type {
  DisputeAnswer,
  DisputeSummary as LedgerDispute,
  LogKeys as ProofKeys,
  SettlementsAnswer,
  StatementsAnswer,
  AgreementSummary,
  GapAnswer as LedgerGap,
  Paged as LedgerPaged,
  PartnershipSummary,
  ShortPaymentsAnswer,
  SidesAnswer,
  StatedAnswer,
  TimelineEntry as LedgerEntry,
  VariancesAnswer,
  VersionSummary as LedgerVersion,
} from '#ledger';
import type { AlertsAnswer, BalanceAnswer, BridgeAnswer, ExplainAnswer, GoalsAnswer, ReplayDay as RebatesDay } from '#rebates';
import type {
  Agreement,
  Alerts,
  Balance,
  Explanation,
  Goals,
  Paged,
  Partnership,
  ReplayDay,
  Settlements,
  Statements,
  TimelineEntry,
  VersionSummary,
} from '../../apps/web/api/answers.ts';
import type { Bridge } from '../../apps/web/api/bridge-answers.ts';
import type { Dispute, DisputeSummary } from '../../apps/web/api/dispute-answers.ts';
import type {
  AccrualsAnswer,
  AgeingAnswer,
  ClaimLinesAnswer,
  ClaimsAnswer,
  DueAnswer,
  ImportSummary as LedgerImport,
  JournalAnswer,
  PeriodsAnswer,
  RefusedLine as LedgerRefused,
  StatementCheck as LedgerCheck,
} from '#ledger';
import type { Statement as IssuedStatement } from '#rebates';
import type {
  AccountingPeriods,
  Accruals,
  Ageing,
  ClaimLines,
  Claims,
  Due,
  Journal,
  SettledAndWaived,
  ShortPayments,
  Statement,
  StatementCheck,
} from '../../apps/web/api/finance-answers.ts';
import type { ImportSummary, RefusedLine } from '../../apps/web/api/import-answers.ts';
import type { LogKeys } from '../../apps/web/proof/answers.ts';
import type { GapAnswer, Sides, Stated, Variances } from '../../apps/web/api/sides-answers.ts';

/** The screens know the API only, so they write down what it answers: the type check holds that to what the ledger says. */
type Reads<Written, Answered extends Written> = Answered;
type Held = [
  Reads<Balance, BalanceAnswer>,
  Reads<Explanation, ExplainAnswer>,
  Reads<Goals, GoalsAnswer>,
  Reads<Alerts, AlertsAnswer>,
  Reads<Agreement, AgreementSummary>,
  Reads<Settlements, SettlementsAnswer>,
  Reads<Statements, StatementsAnswer>,
  Reads<LogKeys, ProofKeys>,
  Reads<Bridge, BridgeAnswer>,
  Reads<Dispute, DisputeAnswer>,
  Reads<Paged<DisputeSummary>, LedgerPaged<LedgerDispute>>,
  Reads<AccountingPeriods, PeriodsAnswer>,
  Reads<Statement, IssuedStatement>,
  Reads<StatementCheck, LedgerCheck>,
  Reads<Claims, ClaimsAnswer>,
  Reads<SettledAndWaived, SettlementsAnswer>,
  Reads<Due, DueAnswer>,
  Reads<Ageing, AgeingAnswer>,
  Reads<ClaimLines, ClaimLinesAnswer>,
  Reads<Accruals, AccrualsAnswer>,
  Reads<Journal, JournalAnswer>,
  Reads<ImportSummary, LedgerImport>,
  Reads<RefusedLine, LedgerRefused>,
  Reads<Sides, SidesAnswer>,
  Reads<Variances, VariancesAnswer>,
  Reads<Stated, StatedAnswer>,
  Reads<ShortPayments, ShortPaymentsAnswer>,
  Reads<GapAnswer, LedgerGap>,
  Reads<ReplayDay, RebatesDay>,
  Reads<TimelineEntry, LedgerEntry>,
  Reads<VersionSummary, LedgerVersion>,
  Reads<Paged<Partnership>, LedgerPaged<PartnershipSummary>>,
];

test('what the screens read is what the ledger answers', () => {
  const held: Held | undefined = undefined;
  expect(held).toBeUndefined();
});
