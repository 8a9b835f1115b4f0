import type { ReadOptions } from '@chengqi/office-kernel';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Instruction } from './instruction.ts';

const optional = { nullable: true };
const { status: _, ...root } = column.root();

export const InstructionEntity = new EntitySchema<Instruction>({
  name: 'Instruction',
  tableName: 'instructions',
  columns: {
    ...root,
    documentId: column.ref('document_id'),
    code: column.code('code', 64, optional),
    leaderId: column.ref('leader_id', optional),
    text: column.text('text', 2000, optional),
    requiresAction: column.bool('requires_action'),
    leadOrgId: column.ref('lead_org_id', optional),
    coOrgIds: column.json('co_org_ids'),
    dueOn: column.day('due_on', optional),
  },
  indices: [
    { name: 'instructions_document', columns: ['documentId', 'createdAt'] },
    { name: 'instructions_code', columns: ['code'] },
    { name: 'instructions_feed', columns: ['createdAt', 'id'] },
    { name: 'instructions_leader', columns: ['leaderId', 'createdAt', 'id'] },
    { name: 'instructions_lead', columns: ['leadOrgId', 'createdAt', 'id'] },
    { name: 'instructions_action', columns: ['requiresAction', 'createdAt', 'id'] },
    { name: 'instructions_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'instructions_open', columns: ['secrecyLevel', 'id'] },
  ],
});

/** Who works on received documents, and who sees to it that instructions are followed. */
export const instructionAccess: ReadOptions = {
  type: 'Instruction',
  roles: ['REGISTRAR', 'OFFICE_DIRECTOR', 'SIGNER', 'SUPERVISOR'],
};
