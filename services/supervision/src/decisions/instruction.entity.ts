import type { Replicated } from '@chengqi/office-kernel';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { InstructionReplica } from './instruction.ts';

const optional = { nullable: true };

export const InstructionReplicaEntity = new EntitySchema<InstructionReplica>({
  name: 'InstructionReplica',
  tableName: 'instruction_replica',
  columns: {
    id: column.id(),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    code: column.code('code', 64, optional),
    documentId: column.ref('document_id'),
    text: column.longText('text', optional),
    requiresAction: column.bool('requires_action'),
    leadOrgId: column.ref('lead_org_id', optional),
    coOrgIds: column.json('co_org_ids'),
    leaderId: column.ref('leader_id', optional),
    dueOn: column.day('due_on', optional),
    givenAt: column.instant('given_at'),
    followedAt: column.instant('followed_at', optional),
  },
  indices: [
    { name: 'instruction_replica_given', columns: ['givenAt', 'id'] },
    { name: 'instruction_replica_code', columns: ['code'] },
    { name: 'instruction_replica_open', columns: ['secrecyLevel', 'id'] },
    { name: 'instruction_replica_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'instruction_replica_orphan', columns: ['requiresAction', 'followedAt', 'givenAt', 'id'] },
  ],
});

/** Instructions as documents answers for them. */
export const instructionsThere: Replicated<InstructionReplica> = {
  owner: 'documents',
  type: 'Instruction',
  entity: InstructionReplicaEntity,
};
