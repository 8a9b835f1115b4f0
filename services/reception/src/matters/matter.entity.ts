import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Matter } from './matter.ts';

export const MatterEntity = new EntitySchema<Matter>({
  name: 'Matter',
  tableName: 'matters',
  columns: {
    ...column.root(),
    code: column.code('code', 64),
    edition: column.integer('edition'),
    name: column.text('name', 200),
    materials: column.json('materials'),
    legalDays: column.integer('legal_days'),
    promisedDays: column.integer('promised_days'),
    fee: column.text('fee', 200, { nullable: true }),
    onSiteTimes: column.integer('on_site_times'),
    guide: column.longText('guide', { nullable: true }),
    channels: column.json('channels'),
    publishedById: column.ref('published_by_id', { nullable: true }),
    retiredAt: column.instant('retired_at', { nullable: true }),
  },
  indices: [
    { name: 'matters_code', columns: ['ownerOrgId', 'code', 'edition'], unique: true },
    { name: 'matters_feed', columns: ['status', 'createdAt', 'id'] },
  ],
});
