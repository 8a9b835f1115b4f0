import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** An early warning that was heard of, and the item that its unit has been given for it or had for one of its kind. */
export interface HeardWarning {
  readonly id: string;
  readonly kind: string;
  readonly orgId: string;
  readonly itemId: string;
}

export const HeardWarningEntity = new EntitySchema<HeardWarning>({
  name: 'HeardWarning',
  tableName: 'heard_warnings',
  columns: {
    id: column.id(),
    kind: column.code('kind', 16),
    orgId: column.ref('org_id'),
    itemId: column.ref('item_id'),
  },
  indices: [{ name: 'heard_warnings_unit', columns: ['orgId', 'kind'] }],
});
