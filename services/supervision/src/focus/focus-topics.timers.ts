import type { Timer } from '@chengqi/service-kit';
import { forgetSignals, settle, topicsToLookAt } from './focus-topics.repository.ts';

/** Topics cool by time alone, and change with the items that answer them. */
export const topicTimers: readonly Timer[] = [
  {
    name: 'focus-topics',
    everySeconds: 15,
    async run(tx) {
      for (const topic of await topicsToLookAt(tx)) await settle(tx, topic, topic.heatRank);
    },
  },
  { name: 'focus-signals', everySeconds: 3600, run: forgetSignals },
];
