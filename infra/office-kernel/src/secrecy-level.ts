import { type SecrecyLevel, secrecyLevels } from '@chengqi/schemas';

/** Above it only a register entry exists: no title, no text, no attachment. */
export const ceiling = 'WORK_SECRET' satisfies SecrecyLevel;

const rank = (level: SecrecyLevel): number => secrecyLevels.indexOf(level);

/** Whether `level` is as open as `limit` or more open. */
export const levelAtMost = (level: SecrecyLevel, limit: SecrecyLevel): boolean => rank(level) <= rank(limit);

export const isAbove = (level: SecrecyLevel, limit: SecrecyLevel): boolean => rank(level) > rank(limit);

/** Text as it may travel in an event, which every service keeps: at INTERNAL and below, and not at all above. */
export const publishedText = <T>(level: SecrecyLevel, text: T): T | null =>
  levelAtMost(level, 'INTERNAL') ? text : null;

/** The strictest of the levels; PUBLIC when there is none. */
export const maxLevel = (...levels: readonly SecrecyLevel[]): SecrecyLevel =>
  levels.reduce<SecrecyLevel>((strictest, level) => (isAbove(level, strictest) ? level : strictest), 'PUBLIC');

/** All levels from PUBLIC up to and including `limit`. */
export const levelsUpTo = (limit: SecrecyLevel): readonly SecrecyLevel[] => secrecyLevels.slice(0, rank(limit) + 1);
