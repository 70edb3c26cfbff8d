/** What a timeline says of an event, in words. */

export type Summarised = {
  readonly type: string;
  /** Document, agreement or version that the event is about. */
  readonly subject: string;
  readonly lines: number;
  readonly from: string | null;
};

const counted = (lines: number): string => `${lines} ${lines === 1 ? 'line' : 'lines'}`;
const since = (from: string | null, word: string): string => (from === null ? '' : `, ${word} ${from}`);

const WORDS: Readonly<Record<string, (event: Summarised) => string>> = {
  SalesRecorded: ({ subject, lines }) => `Sales: document ${subject}, ${counted(lines)}`,
  SalesCorrected: ({ subject, lines }) => `Correction: document ${subject}, ${counted(lines)}`,
  SalesVoided: ({ subject, lines }) => `Struck out: document ${subject}, ${counted(lines)}`,
  SalesPaid: ({ subject, lines }) => `Paid: document ${subject}, ${counted(lines)}`,
  PartnershipOpened: () => 'Partnership opened',
  RatesRecorded: ({ subject }) => `Exchange rates recorded: ${subject}`,
  MatchingRulesSet: () => 'Rules of matching set',
  VarianceResolved: ({ subject }) => `Variance resolved: ${subject}`,
  ResolutionProposed: ({ subject }) => `Resolution proposed of variance ${subject}`,
  FiguresStated: ({ subject, from }) => `Own statement of ${subject}${from === null ? '' : ` through ${from}`}`,
  StatedFigureResolved: ({ subject, from }) => `Own statement of ${subject}: a figure resolved${from === null ? '' : `, through ${from}`}`,
  StatementIssued: ({ subject, from }) => `Statement of ${subject} issued${from === null ? '' : ` through ${from}`}`,
  AgreementProposed: ({ subject }) => `Agreement ${subject} proposed`,
  AgreementActivated: ({ subject }) => `Agreement ${subject} in force`,
  AgreementAmended: ({ subject, from }) => `Amendment ${subject} signed${since(from, 'effective')}`,
  ClaimRaised: ({ subject }) => `Claim ${subject} raised`,
  ClaimLinesNamed: ({ subject }) => `Claim ${subject}: more of its lines`,
  ClaimApproved: ({ subject }) => `Claim ${subject} approved`,
  ClaimRefused: ({ subject }) => `Claim ${subject} refused`,
  ClaimWithdrawn: ({ subject }) => `Claim ${subject} withdrawn`,
  SettlementRecorded: ({ subject, from }) => `Settlement ${subject} recorded${from === null ? '' : ` of ${from}`}`,
  SettlementReversed: ({ subject }) => `Settlement ${subject} reversed`,
  WaiverRequested: ({ subject }) => `Waiver ${subject} requested`,
  EarningWaived: ({ subject }) => `Waiver ${subject} approved`,
  WaiverDropped: ({ subject }) => `Waiver ${subject} dropped`,
  AgreementTerminated: ({ subject, from }) => `Agreement ${subject} terminated${from === null ? '' : ` on ${from}`}`,
};

export function summaryOf(event: Summarised): string {
  const words = WORDS[event.type];
  if (words !== undefined) return words(event);
  // A type that has no words of its own: AmendmentProposed becomes "Amendment proposed".
  const plain = event.type.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return event.subject === '' ? plain : `${plain}: ${event.subject}`;
}
