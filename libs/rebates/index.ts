export * from './accrual/answers.ts';
export { balanceOf, earnedRows, type EarnedRow, earnedTotal, RULES_VERSION } from './accrual/balance.ts';
export { Calculation, causeAmounts } from './accrual/calculate.ts';
export { type Cell, LINE_CAUSES, type LineCause, NO_OWN, parseSignature, type Signature } from './accrual/cell.ts';
export {
  causeOf,
  type ChangeContext,
  highWaterAfter,
  type LineChange,
  measureChange,
  type MeasuredChange,
  type WaitingChange,
} from './accrual/changes.ts';
export { goalMeasured } from './accrual/goal-measured.ts';
export { addCauses, type Effect, EffectFold, lineEffectOf, takesLinesSingly } from './accrual/effects.ts';
export { Evaluation } from './accrual/evaluation.ts';
export { type BridgeAnswer, BRIDGED, type Bridged } from './bridge/answer.ts';
export { type Beside, Bridge, type BridgeChange, type BridgePage, type BridgePoint, isBack, onDays, type Taken } from './bridge/bridge.ts';
export { type Figures, figuresOf, type Known } from './bridge/figures.ts';
export { causeOfTerms, isInForce, isOtherVersion, type TermsTurn } from './bridge/terms-turn.ts';
export { passedTime, timeCauseOn } from './bridge/passed-time.ts';
export { type Plan, planOf } from './accrual/plan.ts';
export { Overlay, withoutLaterThan } from './accrual/readers.ts';
export { addOwn, Sums, type SumsReader } from './accrual/sums.ts';
export type { AgreementRequest } from './agreement/commands.ts';
export { type AgreementCommand, agreementDecider } from './agreement/decider.ts';
export { type AgreementEvent, type AgreementEventOf, agreementEventData, PARTIES, type Party } from './agreement/events.ts';
export { agreementInForce } from './agreement/in-force.ts';
export { parseAgreement, parseAmendments } from './agreement/parse.ts';
export { rejectionsTable } from './agreement/refusals.ts';
export { type Agreement, ratesOf, resolveAgreement } from './agreement/resolve.ts';
export {
  type AgreementState,
  evolve as evolveAgreement,
  initial as noAgreement,
  type KnownAgreement,
  type OpenProposal,
  type ProposalKind,
} from './agreement/state.ts';
export * from './agreement/terms.ts';
export type { Warning } from './agreement/warning.ts';
export { warningsOf, warningsOfAmended, warningsOfOpen } from './agreement/warnings.ts';
export { type Accounts, inStockOn, isUpfront, parseAccounts } from './accounts/accounts.ts';
export { type AccountsCommand, accountsDecider, type AccountsEvent, type AccountsState } from './accounts/decider.ts';
export { type BookingCommand, bookingDecider, type BookingRequest } from './booking/decider.ts';
export type { Booking, BookingEvent } from './booking/events.ts';
export type { AccruedRow, BookingFacts, KnownAtFinal } from './booking/movements.ts';
export { type BookingState, type Release, standingBookings } from './booking/state.ts';
export { type ClaimCommand, type ClaimFacts, type PlannedPeriod, type ProgrammeFacts } from './claim/commands.ts';
export { type ClaimRequest, claimsDecider } from './claim/decider.ts';
export { type ClaimEvent, claimEventData } from './claim/events.ts';
export { askedOf, claimFacts, type LinesEarned, linesThatMatter } from './claim/facts.ts';
export { type EarnedLine, earnedLines, splitByTax, taxShares } from './claim/line-earnings.ts';
export { type FoldedLine, foldedLines, FoldedLines, wholeLine } from './claim/folded-lines.ts';
export { claimLinesCsv } from './claim/lines-csv.ts';
export { claimedOnLines } from './claim/open-amounts.ts';
export { claimRefusalsTable } from './claim/refusals.ts';
export { type ShortPayment, shortPayments } from './settlement/short-payments.ts';
export { claimStanding, openOn, settledOfClaims, settledParts, unsettled } from './claim/standing.ts';
export type { Claim, ClaimsState, ClaimStatus, Settlement, Waiver } from './claim/state.ts';
export { diffTerms, type SignedTerms, type TermChange } from './negotiation/diff.ts';
export { type DraftCommand, draftDecider, type DraftState } from './negotiation/draft.ts';
export { type NoteCommand, noteDecider, type NoteEvent } from './negotiation/note.ts';
export { type Awaited, awaitedOf } from './negotiation/awaited.ts';
export { readAloud, type Reading } from './negotiation/reading.ts';
export { type Replica, replicate } from './negotiation/replicate.ts';
export { comparedWith, type Dated, type SaidBy, type Version, versionsOf, type VersionStatus } from './negotiation/versions.ts';
export { type PartnershipCommand, partnershipDecider, type PartnershipState } from './partnership/decider.ts';
export { type PartnershipEvent, partnershipEventData } from './partnership/events.ts';
export { type MatchingAgreed, type MatchingChange, NOTHING_OVERLOOKED } from './partnership/matching.ts';
export type { GivenRate } from './partnership/rates.ts';
export { waitingForRates } from './currency/converted.ts';
export type { RateRecord } from './currency/rates.ts';
export { type Alert, ALERT_RULES, type AlertRules, type AlertsAnswer, alertsOf } from './outlook/alerts.ts';
export type { WaitingLines } from './sales/waiting-lines.ts';
export { type GoalAnswer, type GoalsAnswer, goalsOf } from './outlook/goals.ts';
export { aYearLater, type LastYear, lastYearOf, lastYearSums, type StandingLine } from './outlook/last-year.ts';
export { checkPolicy } from './policy/check.ts';
export { type PolicyCommand, policyDecider, type PolicyState } from './policy/decider.ts';
export type { PolicyEvent } from './policy/events.ts';
export { byLastYear, parsePolicy, type Policy } from './policy/policy.ts';
export { lastYearMissing, policyOfOther } from './policy/refusals.ts';
export { type JournalEntry, journalCsv, journalOf, reversalOf } from './journal/journal.ts';
export { type Ageing, ageingOf, type Due, type DueItem, dueOn } from './settlement/due.ts';
export { settleableOf } from './settlement/settleable.ts';
export { type BadLine, checkCells, type CheckedLine, checkLine, type GoodLine } from './sales/check-line.ts';
export {
  CANONICAL_LAYOUT,
  isSalesColumn,
  type Layout,
  layoutOf,
  REQUIRED_COLUMNS,
  SALES_COLUMNS,
  type SalesColumn,
} from './sales/columns.ts';
export { decideSales, decideSalesLines, type DecidedLines, type RejectedLine, type SalesCommand } from './sales/decider.ts';
export { SALES_EVENT_TYPES, type SalesData, type SalesEvent, type SalesEventType } from './sales/events.ts';
export { applySales, type FoldedDocument, foldSales, type KnownDocument, NO_DOCUMENT } from './sales/fold.ts';
export * from './sales/line.ts';
export { type Refusal, refusal, type RefusalCode } from './sales/refusal.ts';
export { MOST_BYTES_PER_CHAR, mostBytesOfLines } from './sales/split-document.ts';
export { settlementsOf } from './settlement/settlements.ts';
export { resolutionOf, type StatedCommand, statedDecider, type StatedState } from './stated/decider.ts';
export { type FiguresStated, STATED_ACCEPTED, type StatedAccepted, type StatedEvent } from './stated/events.ts';
export { nextPeriodOf, parseAccountingPeriod } from './statement/accounting-period.ts';
export { refusedToClose, type StatementCommand, statementDecider, type StatementState } from './statement/decider.ts';
export {
  type Statement,
  statementEventData,
  type StatementEvent,
  type StatementFigures,
  type StatementRow,
  toStatement,
} from './statement/events.ts';
export { statementInputs } from './statement/inputs.ts';
export { statementCsv, statementText } from './statement/print.ts';
export { periodNotValid, statementUnknown } from './statement/refusals.ts';
export { earnedToDateOf, type Standing, statementOf } from './statement/statement.ts';
export { termsInWords } from './agreement/words.ts';
export { agreedSays, correctionOf, netOf, otherSays, type SeenFrom } from './variance/correction.ts';
export {
  heldText,
  storyOf as storyOfVariance,
  type ToResolve,
  type VarianceCommand,
  varianceDecider,
  type VarianceState,
  type VarianceStory,
} from './variance/decider.ts';
export { type DisputeCommand, disputeDecider } from './dispute/decider.ts';
export {
  type DisputeEvent,
  disputeEventData,
  type DisputeOutcome,
  type DisputeSubject,
  type HeldFigures,
  OUTCOMES,
} from './dispute/events.ts';
export { refuse as refuseDispute } from './dispute/refusals.ts';
export type { DisputeProposal, DisputeState, Evidence, KnownDispute } from './dispute/state.ts';
export { ACCEPTED, type Accepted, type AgreedLine, type VarianceEvent } from './variance/events.ts';
export type { HeldLine } from './variance/lines.ts';
export { refuse as refuseVariance } from './variance/refusals.ts';
export type { CompareAnswer, ComparedPeriod } from './what-if/answers.ts';
export { compareTerms } from './what-if/compare.ts';
export { asOneVersion, designing, designTerms } from './what-if/design.ts';
export type { Candidate, DesignAnswer } from './what-if/design-answer.ts';
export { type Forecast, lineYearAfter, parseForecast } from './what-if/forecast.ts';
export { parseGoals } from './what-if/goals.ts';
export { ifSigned, readTried, type Signed, type TriedTerms } from './what-if/proposed.ts';
export { noProposal, nothingToCompare } from './what-if/refusals.ts';
export { type NamedTerms, type TermsSet, TrialSales } from './what-if/terms-set.ts';
