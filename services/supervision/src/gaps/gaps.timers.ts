import type { Foundation } from '@chengqi/office-kernel';
import type { Timer } from '@chengqi/service-kit';
import { createRounds } from './rounds.commands.ts';

/** A period is over and is looked at: one of these a run, some cells at a time. */
export function createGapTimers(foundation: Foundation): Timer[] {
  const rounds = createRounds(foundation);
  return [
    {
      name: 'coverage',
      everySeconds: 15,
      async run(tx) {
        if (!(await rounds.open(tx))) await rounds.look(tx);
      },
    },
  ];
}
