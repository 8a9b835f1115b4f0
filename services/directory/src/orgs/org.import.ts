import { cell, defineImport } from '@chengqi/office-kernel';
import { orgKinds, orgLevels } from '@chengqi/schemas/events/directory';
import { referenceUnknown, type ServiceKit } from '@chengqi/service-kit';
import { findOrgByCode, lockTree } from './org.repository.ts';
import { readOrgFacts } from './org-facts.ts';
import type { OrgCommands } from './orgs.commands.ts';

interface Dependencies {
  readonly kit: Pick<ServiceKit, 'db'>;
  readonly orgs: OrgCommands;
}

/** orgs.csv: parents stand before their children; a known code is brought up to date and moved where the row has it. */
export const createOrgImport = ({ kit: { db }, orgs }: Dependencies) =>
  defineImport({
    act: 'importOrgs',
    kind: 'master',
    key: 'org_code',
    cells: {
      org_code: cell.key(),
      name: cell.title({ required: true, max: 200 }),
      short_name: cell.title({ required: true, max: 100 }),
      level: cell.enumeration(orgLevels, { required: true }),
      kind: cell.enumeration(orgKinds, { required: true }),
      parent_code: cell.code(),
      doc_codes: cell.list({ max: 32 }),
      fonds_code: cell.code(),
      duty_phone: cell.code({ max: 40 }),
      reporting_unit: cell.yesNo({ required: true }),
    },
    apply: async (tx, row, { memo }) => {
      await memo('lock', () => lockTree(tx.manager, db.dialect));
      const known = await findOrgByCode(tx.manager, row.org_code);
      const facts = readOrgFacts({
        code: row.org_code,
        name: row.name,
        shortName: row.short_name,
        level: row.level,
        kind: row.kind,
        docCodes: row.doc_codes,
        fondsCode: row.fonds_code,
        dutyPhone: row.duty_phone,
        reportingUnit: row.reporting_unit,
        classifyingRight: known?.classifyingRight ?? null,
      });
      const parent = row.parent_code === null ? null : await findOrgByCode(tx.manager, row.parent_code);
      if (row.parent_code !== null && parent?.status !== 'ACTIVE')
        throw referenceUnknown('parent_code', row.parent_code);
      if (!known) {
        await orgs.found(tx, facts, parent);
        return;
      }
      const placed = known.parentId === (parent?.id ?? null) ? known : await orgs.replace(tx, known, parent);
      await orgs.revise(tx, placed, facts);
    },
  });
