import type { Database } from './database/database.ts';
import { learnStatistics, readStatistics } from './database/statistics.ts';
import type { Timer } from './timers.ts';

/** Tables grow while the office is open. */
export const learnStatisticsAgain = (db: Database): Timer => ({
  name: 'learnStatistics',
  everySeconds: 3600,
  async run({ manager }) {
    await learnStatistics(manager);
    db.afterCommit(() => void readStatistics(db.read).catch(() => undefined));
  },
});
