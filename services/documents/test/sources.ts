import type { SecrecyLevel } from '@chengqi/schemas';
import { hazardClosed } from '@chengqi/schemas/events/security';
import { itemStruckOff } from '@chengqi/schemas/events/supervision';
import { systemIds } from '@chengqi/service-kit';
import type { TestOffice } from './office.ts';

export interface Struck {
  readonly title?: string | null;
  readonly level?: SecrecyLevel;
}

/** Supervision strikes an item off the ledger; answers the item. */
export async function strikeOffItem(office: TestOffice, changes: Struck = {}, times = 1): Promise<string> {
  const { title = '督办学校消防整改', level: secrecyLevel = 'INTERNAL' } = changes;
  const itemId = systemIds.next('sup');
  const supervisorOrgId = office.orgs.supervisionDivision.id;
  const data = { itemId, code: '督〔2026〕17号', title, supervisorOrgId, source: null, result: null };
  await office.deliver(itemStruckOff, itemId, data, { secrecyLevel, times });
  return itemId;
}

/** Security closes a hazard of the county in the first hour of 2027, business time; answers the hazard. */
export async function closeAHazard(office: TestOffice): Promise<string> {
  const hazardId = systemIds.next('haz');
  await office.deliver(hazardClosed, hazardId, {
    hazardId,
    code: '患〔2026〕3号',
    siteId: systemIds.next('sit'),
    ownerOrgId: office.orgs.county.id,
    state: 'CLOSED',
    source: { type: 'StaffReport', id: null },
    responsibleOrgId: office.orgs.educationBureau.id,
    level: 'MAJOR',
    title: '消防通道堵塞',
    closedAt: '2026-12-31T17:00:00Z',
  });
  return hazardId;
}
