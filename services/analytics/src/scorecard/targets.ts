/** What an organisation answers for: the figure, what it should reach, and where better lies. */
export interface Target {
  readonly metric: string;
  /** In the figure's unit; null where nothing is set. */
  readonly target: number | null;
  /** Null where more is neither better nor worse: such figures are not ranked. */
  readonly better: 'HIGHER' | 'LOWER' | null;
}

/** In the order of the scorecard. */
export const targets: readonly Target[] = [
  { metric: 'doc.signInLag.p90', target: 24, better: 'LOWER' },
  { metric: 'sup.registered', target: null, better: null },
  { metric: 'sup.onTime', target: 1, better: 'HIGHER' },
  { metric: 'sup.relapse', target: 0, better: 'LOWER' },
  { metric: 'haz.found', target: null, better: null },
  { metric: 'haz.onTime', target: 1, better: 'HIGHER' },
  { metric: 'haz.majorOpen', target: 0, better: 'LOWER' },
  { metric: 'haz.days.p90', target: null, better: 'LOWER' },
  { metric: 'duty.gapMinutes', target: 0, better: 'LOWER' },
  { metric: 'call.connectRate', target: null, better: 'HIGHER' },
  { metric: 'call.lost', target: 0, better: 'LOWER' },
  { metric: 'call.callback30', target: 1, better: 'HIGHER' },
  { metric: 'case.count', target: null, better: null },
  { metric: 'case.onTime', target: 1, better: 'HIGHER' },
  { metric: 'case.secondSupplement', target: 0, better: 'LOWER' },
  { metric: 'pet.finishOnTime', target: 1, better: 'HIGHER' },
  { metric: 'sat.public', target: null, better: 'HIGHER' },
  { metric: 'sat.bad100', target: 1, better: 'HIGHER' },
];

/** In the figure's unit; null where nothing is set. */
export const targetOf = (name: string): number | null => targets.find(({ metric }) => metric === name)?.target ?? null;
