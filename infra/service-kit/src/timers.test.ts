import { describe, expect, it } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { createOccasion } from './timers.ts';

describe('an occasion', () => {
  const dataSource = {} as DataSource;
  const manager = { dataSource } as EntityManager;
  const at = (restMilliseconds: number) => {
    let now = 60_000;
    const { arose, goesOn, isDue } = createOccasion({ restMilliseconds, clock: () => now });
    return {
      arises: () => arose(manager),
      goesOn: () => goesOn(manager),
      dueAfter(milliseconds: number): boolean {
        now += milliseconds;
        return isDue(dataSource);
      },
    };
  };

  it('comes every ten seconds for what another process has left', () => {
    const { dueAfter } = at(0);
    expect([dueAfter(0), dueAfter(9_999), dueAfter(1), dueAfter(5_000)]).toEqual([true, false, true, false]);
  });

  it('stays for five seconds after work arose, which is longer than a commit takes', () => {
    const { arises, dueAfter } = at(0);
    dueAfter(0);
    arises();
    expect([dueAfter(0), dueAfter(4_999), dueAfter(1)]).toEqual([true, true, false]);
  });

  it('waits until work rests, but comes every five seconds while it does not', () => {
    const { arises, dueAfter } = at(400);
    dueAfter(0);
    const due: number[] = [];
    for (let tenth = 0; tenth < 120; tenth += 1) {
      arises();
      if (dueAfter(100)) due.push(tenth);
    }
    expect(due).toHaveLength(2);
    expect([dueAfter(100), dueAfter(100), dueAfter(100), dueAfter(100)]).toEqual([false, false, true, true]);
  });

  it('comes at once for what is left of work that has rested, but not while more arises', () => {
    const { arises, goesOn, dueAfter } = at(400);
    dueAfter(0);
    arises();
    expect([dueAfter(399), dueAfter(1)]).toEqual([false, true]);
    goesOn();
    expect(dueAfter(0)).toBe(true);
    goesOn();
    arises();
    expect([dueAfter(0), dueAfter(400)]).toEqual([false, true]);
  });
});
