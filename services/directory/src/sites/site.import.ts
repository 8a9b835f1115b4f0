import { cell, defineImport } from '@chengqi/office-kernel';
import { siteCategories } from '@chengqi/schemas/events/directory';
import { referenceUnknown } from '@chengqi/service-kit';
import { findOrgByCode } from '../orgs/org.repository.ts';
import { findSiteByCode } from './site.repository.ts';
import { readSiteFacts, type SiteCommands } from './sites.commands.ts';

/** sites.csv: a known code is brought up to date. */
export const createSiteImport = ({ sites }: { sites: SiteCommands }) =>
  defineImport({
    act: 'importSites',
    kind: 'master',
    key: 'site_code',
    cells: {
      site_code: cell.key(),
      name: cell.title({ required: true, max: 200 }),
      address: cell.title({ max: 200 }),
      org_code: cell.code({ required: true }),
      category: cell.enumeration(siteCategories, { required: true }),
      key_part: cell.yesNo({ required: true }),
      capacity: cell.int({ min: 0, max: 1_000_000 }),
    },
    apply: async (tx, row, { memo }) => {
      const org = await memo(`org ${row.org_code}`, () => findOrgByCode(tx.manager, row.org_code));
      if (org?.status !== 'ACTIVE') throw referenceUnknown('org_code', row.org_code);
      const { name, address, category, capacity } = row;
      const facts = readSiteFacts({ code: row.site_code, name, address, category, keyPart: row.key_part, capacity });
      const known = await findSiteByCode(tx.manager, facts.code);
      if (known) await sites.revise(tx, known, { ...facts, orgId: org.id });
      else await sites.enter(tx, facts, org.id);
    },
  });
