import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { HazardSourceType } from '../hazards/hazard.ts';

/** Something that made hazards known, under its business number. */
export interface KnownSource {
  readonly id: string;
  readonly type: HazardSourceType;
  readonly code: string;
  readonly orgId: string | null;
}

export const KnownSourceEntity = new EntitySchema<KnownSource>({
  name: 'KnownSource',
  tableName: 'known_sources',
  columns: {
    id: column.id(),
    type: column.code('type', 20),
    code: column.code('code', 64),
    orgId: column.ref('org_id', { nullable: true }),
  },
  indices: [{ name: 'known_sources_code', columns: ['code', 'type'] }],
});
