import { runPeriods } from '../agreement/measurement-periods.ts';
import { type Agreement, prorated, type ResolvedProgramme } from '../agreement/resolve.ts';
import { periodApart } from '../agreement/settle.ts';

const apart = (agreement: Agreement, programme: ResolvedProgramme): ResolvedProgramme => {
  const timeline = programme.timeline.map((stretch) => {
    const { terms } = stretch.programme;
    return { ...stretch, programme: { ...stretch.programme, terms: { ...terms, period: periodApart(agreement.terms, terms) } } };
  });
  const testsOf = new Map(
    programme.timeline.flatMap((stretch, index) => {
      const [tests, changed] = [programme.testsOf.get(stretch.programme), timeline[index]];
      return tests === undefined || changed === undefined ? [] : [[changed.programme, tests] as const];
    }),
  );
  const periods = runPeriods(agreement.terms, timeline).map((period) => prorated(period, agreement.terminatedOn));
  return { id: programme.id, timeline, periods, testsOf };
};

/**
 * The agreement as it would be with a programme measured by its settlement periods, each against the thresholds
 * (`parts: separate`). Lines are tested as before, so the same sums answer.
 */
export const measuredApart = (agreement: Agreement, programme: ResolvedProgramme): Agreement => {
  if (!programme.timeline.some((stretch) => stretch.programme.terms.settle?.parts === 'separate')) return agreement;
  return { ...agreement, programmes: agreement.programmes.map((own) => (own === programme ? apart(agreement, own) : own)) };
};
