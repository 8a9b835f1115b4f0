import type { Foundation } from '@chengqi/office-kernel';
import type { Timer } from '@chengqi/service-kit';
import { createSchedule } from './schedule.commands.ts';
import { createUrging } from './urging.commands.ts';

/** Periods begin, their reports are expected, and who does not hand in is urged: one of these a run, some units at a time. */
export function createReportingTimers(foundation: Foundation): Timer[] {
  const schedule = createSchedule(foundation);
  const urging = createUrging(foundation);
  return [
    {
      name: 'reports',
      everySeconds: 3,
      async run(tx) {
        if (await schedule.open(tx)) return;
        if (await schedule.fill(tx)) return;
        await urging.urge(tx);
      },
    },
  ];
}
