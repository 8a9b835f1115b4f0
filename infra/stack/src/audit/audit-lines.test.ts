import { describe, expect, it } from '@jest/globals';
import { Refused } from '../client.ts';
import type { AuditDesk, TrailEntry } from './audit-desk.ts';
import { printTrail } from './audit-lines.ts';

const urged: TrailEntry = {
  at: '2026-09-14T01:00:00.000Z',
  person: { id: 'psn_1', staffNo: 'YX0007', name: '丁一帆' },
  role: 'SUPERVISOR',
  act: 'urgeItem',
  entityId: 'sup_1',
  reason: '第一行\n第二行',
  was: null,
  outcome: 'DONE',
};
const refused: TrailEntry = {
  ...urged,
  ...{ person: null, role: null, act: 'READ_REFUSED', reason: null, outcome: 'REFUSED' },
};

describe('the trail in lines', () => {
  it('has one for each entry, says how to go on, and which service did not answer', async () => {
    const asked: unknown[] = [];
    const lines: string[] = [];
    const ask = async (service: string, _: string, query: object) => {
      asked.push(query);
      if (service === 'security') throw new Refused([{ message: 'No.', extensions: { code: 'FORBIDDEN' } }]);
      return { entries: [urged, refused], pageInfo: { hasNextPage: true, endCursor: 'abc' } };
    };

    const complete = await printTrail(
      { ask: ask as AuditDesk['ask'] },
      ['supervision', 'security'],
      { object: 'sup_1' },
      (line) => lines.push(line),
    );

    expect(complete).toBe(false);
    expect(asked).toEqual([{ object: 'sup_1' }, { object: 'sup_1' }]);
    expect(lines).toEqual([
      'supervision 2026-09-14T01:00:00.000Z YX0007 丁一帆 SUPERVISOR urgeItem sup_1 "第一行\\n第二行"',
      'supervision 2026-09-14T01:00:00.000Z - - READ_REFUSED sup_1 REFUSED',
      'supervision … older ones: --service supervision --after abc',
      'security NOT ANSWERED FORBIDDEN: No.',
    ]);
  });
});
