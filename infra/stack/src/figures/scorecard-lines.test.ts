import { describe, expect, it } from '@jest/globals';
import { type CardRow, linesOf } from './scorecard-lines.ts';

const row = (name: string, unit: string, kind: string, more: Partial<CardRow>): CardRow => ({
  metric: { name, labelEn: 'Label', labelZh: '名称', unit, kind },
  ...{ value: null, numerator: null, denominator: null, suppressed: false },
  ...{ target: null, rank: null, ranked: 0, delta: null },
  ...more,
});

describe('a scorecard as lines', () => {
  it('aligns what is told of each figure, and tells nothing apart from zero and from what is hidden', () => {
    const lines = linesOf({
      org: { name: '应急管理局', code: 'YX0104' },
      period: { label: '2026-09-01/2026-09-30' },
      asOf: '2026-10-12T02:00:00Z',
      rows: [
        row('sup.onTime', 'share', 'RATE', {
          ...{ value: 1 / 3, numerator: 1, denominator: 3, target: 1 },
          ...{ rank: 2, ranked: 14, delta: -0.05 },
        }),
        row('call.lost', '1', 'COUNT', { value: 0, numerator: 0, target: 0, rank: 1, ranked: 14, delta: 0 }),
        row('haz.days.p90', 'd', 'DURATION', {}),
        row('sat.public', 'points', 'INDEX', { suppressed: true }),
      ],
    });
    expect(lines).toEqual([
      '应急管理局 YX0104, 2026-09-01/2026-09-30, as of 2026-10-12T02:00:00Z',
      ' value   of  target  place  change  figure',
      '33.3 %  1/3   100 %   2/14    -5 %  sup.onTime    名称 Label',
      '     0            0   1/14       0  call.lost     名称 Label',
      '     -                              haz.days.p90  名称 Label',
      '     *                              sat.public    名称 Label',
    ]);
  });
});
