import { secrecyLevels } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { ceiling, isAbove, levelAtMost, levelsUpTo, maxLevel } from './secrecy-level.ts';

describe('secrecy levels', () => {
  it('rise from PUBLIC to TOP_SECRET', () => {
    for (const [index, level] of secrecyLevels.entries()) {
      for (const [other, limit] of secrecyLevels.entries()) {
        expect(levelAtMost(level, limit)).toBe(index <= other);
        expect(isAbove(level, limit)).toBe(index > other);
      }
    }
  });

  it('what is put together is as secret as its strictest part', () => {
    expect([maxLevel('INTERNAL', 'SECRET', 'PUBLIC'), maxLevel()]).toEqual(['SECRET', 'PUBLIC']);
  });

  it('texts exist up to the ceiling', () => {
    expect(levelsUpTo(ceiling)).toEqual(['PUBLIC', 'INTERNAL', 'WORK_SECRET']);
  });
});
