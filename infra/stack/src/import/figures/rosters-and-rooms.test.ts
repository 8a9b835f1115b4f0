import { describe, expect, it } from '@jest/globals';
import { inOffice, rounded } from './asking.ts';
import { askRoomConflicts, askRosters } from './rosters-and-rooms.ts';

describe('the figures asked of the graph', () => {
  it('are written in the zone of the office', () => {
    expect(inOffice('2026-09-23T23:59:00.000Z')).toBe('2026-09-24T07:59:00+08:00');
  });

  it('are rounded as the county rounds: halves to the even neighbour', () => {
    expect([58 / 64, 3 / 32, 1 / 3, 2 / 3, 0, null].map(rounded)).toEqual([0.9062, 0.0938, 0.3333, 0.6667, 0, null]);
  });

  it('name each conflict of this export once, in order', async () => {
    const roomConflicts = [
      { bookingNo: 'H2', otherBookingNo: 'H1B' },
      { bookingNo: 'H1', otherBookingNo: 'H1B' },
      { bookingNo: 'H1B', otherBookingNo: 'H1' },
      { bookingNo: 'X1', otherBookingNo: 'X2' },
    ];

    expect(await askRoomConflicts(async () => ({ roomConflicts }), new Set(['H1', 'H1B', 'H2']))).toEqual([
      ['H1', 'H1B'],
      ['H1B', 'H2'],
    ]);
  });

  it('add up the rosters of the orgs, as of the given instant', async () => {
    const asked: unknown[] = [];
    const ask = async (_: string, variables: Record<string, unknown>) => {
      asked.push(variables);
      if ('code' in variables) return { org: variables.code === 'gone' ? null : { id: `id of ${variables.code}` } };
      return { rosterQuality: { gapMinutes: 1, gaps: [{ from: '2026-09-23T23:59:00Z', to: '2026-09-24T00:00:00Z' }] } };
    };

    const figures = await askRosters(ask, new Set(['A', 'gone']), '2026-10-16T22:00:00+08:00');

    expect(figures).toEqual({
      gap_minutes: 1,
      gaps: [['2026-09-24T07:59:00+08:00', '2026-09-24T08:00:00+08:00']],
    });
    expect(asked).toContainEqual({ orgId: 'id of A', asOf: '2026-10-16T22:00:00+08:00' });
  });
});
