import { DomainError } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import type { Matter } from './matter.ts';
import { assertMaterials, nextEdition, retire } from './matter.workflow.ts';

const at = new Date('2026-09-14T01:00:00Z');
const content = {
  name: '食品经营许可',
  materials: [
    { name: '申请表', form: '原件', required: true, sharedData: false },
    { name: '营业执照', form: null, required: true, sharedData: true },
  ],
  legalDays: 20,
  promisedDays: 5,
  fee: null,
  onSiteTimes: 1,
  guide: null,
  channels: ['WINDOW' as const],
};
const first: Matter = nextEdition(
  { ownerOrgId: 'org_1', secrecyLevel: 'PUBLIC', code: 'SP-01', edition: 0 },
  { id: 'mat_1', by: 'psn_1', at, content },
);

describe('a matter', () => {
  it('is published as its first edition', () => {
    expect(first).toMatchObject({ code: 'SP-01', edition: 1, status: 'PUBLISHED', retiredAt: null, version: 1 });
  });

  it('keeps its number in the next edition, and the old one ends', () => {
    const later = new Date(at.getTime() + 1000);
    const next = nextEdition(first, { id: 'mat_2', by: 'psn_2', at: later, content: { ...content, promisedDays: 3 } });

    expect(next).toMatchObject({ id: 'mat_2', code: 'SP-01', edition: 2, promisedDays: 3, publishedById: 'psn_2' });
    expect(retire(first, { to: 'RETIRED', role: 'ORG_HEAD', by: 'psn_2', at: later })).toEqual({
      changes: { status: 'RETIRED', retiredAt: later },
      events: [],
    });
  });

  it('R-3: a notice names only what an applicant has to bring', () => {
    const refusal = (items: readonly string[]) => {
      try {
        assertMaterials(first, items);
        return null;
      } catch (error) {
        return error instanceof DomainError ? { code: error.code, ...error.problems[0] } : error;
      }
    };

    expect(refusal(['申请表'])).toBeNull();
    expect(refusal(['申请表', '营业执照'])).toMatchObject({ code: 'BAD_USER_INPUT', path: 'items.1', rule: 'R-3' });
    expect(refusal(['无犯罪证明'])).toMatchObject({ path: 'items.0' });
  });
});
