import type { Foundation } from '@chengqi/office-kernel';
import { siteChanged } from '@chengqi/schemas/events/directory';
import {
  duplicate,
  fieldsOf,
  guardFailed,
  lineOf,
  numberOf,
  optionalLine,
  type Request,
  referenceUnknown,
  type Transaction,
} from '@chengqi/service-kit';
import type { CreateSiteInput } from '../generated/graphql.ts';
import { readCode } from '../input.ts';
import { findOrg, lockTree } from '../orgs/org.repository.ts';
import { requireAdmin } from '../viewer/authority.ts';
import { SiteEntity } from './site.entity.ts';
import type { Site, SiteFacts } from './site.ts';

export type SiteCommands = ReturnType<typeof createSiteCommands>;

/** Entering places; each answers the place's id. */
export function createSiteCommands({ kit: { ids, db }, office }: Foundation) {
  async function enter(tx: Transaction, facts: SiteFacts, orgId: string, role: string | null = null): Promise<Site> {
    const site = await tx.insert(SiteEntity, {
      ...facts,
      id: ids.next('sit'),
      orgId,
      version: 1,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    await tx.append(changed(site), { role });
    return site;
  }

  /** Nothing is written when nothing changed. */
  async function revise(
    tx: Transaction,
    before: Site,
    changes: Partial<Site>,
    role: string | null = null,
  ): Promise<Site> {
    const keys = Object.keys(changes) as (keyof Site)[];
    if (keys.every((key) => changes[key] === before[key])) return before;
    const site = await tx.update(SiteEntity, before, changes);
    await tx.append(changed(site), { role });
    return site;
  }

  /** @throws DomainError GUARD_FAILED O-4 when places remain and nobody takes them */
  async function handOver(
    tx: Transaction,
    orgId: string,
    successorId: string | null,
    role: string | null,
  ): Promise<void> {
    const sites = await tx.manager.getRepository(SiteEntity).findBy({ orgId });
    if (sites.length > 0 && successorId === null) {
      throw guardFailed('O-4', {
        en: `A successor has to take over ${sites.length} places.`,
        zh: `尚有 ${sites.length} 处场所，须指定承继机构。`,
      });
    }
    for (const site of sites) await revise(tx, site, { orgId: successorId ?? orgId }, role);
  }

  const create = (request: Request, input: CreateSiteInput): Promise<string> =>
    office.execute(request, 'createSite', input, async (tx) => {
      const facts = readSiteFacts(input);
      await lockTree(tx.manager, db.dialect);
      const org = await findOrg(tx.manager, input.orgId);
      if (!org) throw referenceUnknown('orgId', input.orgId, false);
      requireAdmin(request, org.id);
      if (org.status !== 'ACTIVE') throw guardFailed('O-4', { en: 'The unit is closed.', zh: '该机构已撤销。' });
      const known = await tx.manager.getRepository(SiteEntity).findOneBy({ code: facts.code });
      if (known) throw duplicate(known.id, { en: 'The code is taken.', zh: '场所代码已存在。' });
      return { id: (await enter(tx, facts, org.id, 'ADMIN')).id, role: 'ADMIN' };
    });

  return { create, enter, revise, handOver };
}

/** Also the import reads its rows through it. */
export function readSiteFacts(input: Omit<CreateSiteInput, 'orgId' | 'idempotencyKey'>): SiteFacts {
  const fields = fieldsOf({
    code: () => readCode('code', input.code),
    name: () => lineOf('name', input.name, 200),
    address: () => optionalLine('address', input.address, 200),
    capacity: () => (input.capacity == null ? null : numberOf('capacity', input.capacity, 0, 1_000_000)),
  });
  return { ...fields, category: input.category, keyPart: input.keyPart ?? false };
}

const changed = ({ id, code, name, orgId, category, keyPart }: Site) =>
  siteChanged.create({ id, ownerOrgId: orgId, secrecyLevel: 'PUBLIC' }, { id, code, name, orgId, category, keyPart });
