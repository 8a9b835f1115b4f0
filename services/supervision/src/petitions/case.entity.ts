import type { SecrecyLevel } from '@chengqi/schemas';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** What supervision knows of a case of the public; accusations are never kept here (SUP-10). */
export interface CaseReplica {
  readonly id: string;
  readonly code: string;
  readonly secrecyLevel: SecrecyLevel;
}

export const CaseReplicaEntity = new EntitySchema<CaseReplica>({
  name: 'CaseReplica',
  tableName: 'case_replica',
  columns: { id: column.id(), code: column.code('code', 64), secrecyLevel: column.code('secrecy_level', 16) },
  indices: [{ name: 'case_replica_code', columns: ['code'] }],
});
