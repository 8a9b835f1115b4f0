import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredDeadline } from './deadline.entity.ts';
import { nextTelling, tellingAt, toldBefore } from './telling.ts';

const at = (minute: number) => new Date(Date.parse('2026-09-14T01:00:00Z') + minute * 60_000);
const aDeadline = (changes: Partial<StoredDeadline> = {}) => ({
  clock: 'RUNNING' as const,
  startAt: at(0),
  dueAt: at(30),
  warnAt: [at(15).toISOString(), at(25).toISOString()],
  warned: [],
  breachToldFor: null,
  ...changes,
});

describe('what is told of a limit', () => {
  it.each([
    [14, 0, false],
    [15, 1, false],
    [25, 2, false],
    [30, 2, false],
    [31, 2, true],
  ])('after %i minutes: %i warnings, breached %s', (minute, warnings, breached) => {
    const telling = tellingAt(aDeadline(), at(minute));

    expect([telling.warnings.length, telling.breached]).toEqual([warnings, breached]);
  });

  it('is nothing while it pauses, once it was met, and of thresholds before its beginning', () => {
    for (const clock of ['PAUSED', 'MET', 'CANCELLED'] as const)
      expect(tellingAt(aDeadline({ clock }), at(60))).toEqual({ warnings: [], breached: false });
    expect(nextTelling(aDeadline({ clock: 'MET' }))).toBeNull();
    expect(tellingAt(aDeadline({ warnAt: [at(0).toISOString()] }), at(1)).warnings).toEqual([]);
  });

  it('is nothing of what came before it entered as an opening balance', () => {
    const entered = { ...aDeadline(), ...toldBefore(aDeadline(), at(15)) };
    expect(tellingAt(entered, at(31))).toEqual({ warnings: [at(25).toISOString()], breached: true });
    const overdue = { ...aDeadline({ clock: 'BREACHED' }), ...toldBefore(aDeadline(), at(31)) };
    expect([tellingAt(overdue, at(90)), nextTelling(overdue)]).toEqual([{ warnings: [], breached: false }, null]);
  });

  it('is the breach, too, where the work was done late before anybody looked', () => {
    expect(tellingAt(aDeadline({ clock: 'BREACHED' }), at(31))).toEqual({ warnings: [], breached: true });
  });

  it('comes once for each threshold and end, whichever way the clock jumps', () => {
    const jumps = fc.array(fc.integer({ min: -10, max: 90 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(jumps, (minutes) => {
        let row: ReturnType<typeof aDeadline> & Pick<StoredDeadline, 'warned' | 'breachToldFor'> = aDeadline();
        const told: string[] = [];
        for (const minute of [...minutes, 91]) {
          const next = nextTelling(row);
          const { warnings, breached } = tellingAt(row, at(minute));
          // The timer looks only at rows whose next moment has come: it must not sleep over anything.
          if (warnings.length > 0 || breached) expect(next?.getTime()).toBeLessThanOrEqual(at(minute).getTime());
          told.push(...warnings, ...(breached ? ['breach'] : []));
          row = { ...row, warned: [...row.warned, ...warnings], ...(breached && { breachToldFor: row.dueAt }) };
        }

        // Past its end nothing is left to be warned of, and the breach is told whatever came before.
        expect(new Set(told).size).toBe(told.length);
        expect(told).toContain('breach');
        expect(told).toHaveLength(3);
      }),
    );
  });

  it('is told again for a new end', () => {
    const told = aDeadline({ breachToldFor: at(30), warned: [at(15).toISOString(), at(25).toISOString()] });
    const extended = { ...told, dueAt: at(60), warnAt: [at(45).toISOString()] };

    expect(nextTelling(told)).toBeNull();
    expect(nextTelling(extended)).toEqual(at(45));
    expect(tellingAt(extended, at(61))).toEqual({ warnings: [at(45).toISOString()], breached: true });
  });
});
