import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { FocusMention, FocusSignal, FocusTopic } from './focus-topic.ts';

const optional = { nullable: true };

export const FocusTopicEntity = new EntitySchema<FocusTopic>({
  name: 'FocusTopic',
  tableName: 'focus_topics',
  columns: {
    ...column.root(),
    name: column.text('name', 100),
    keywords: column.json('keywords'),
    heatRank: column.integer('heat_rank'),
    stateSince: column.instant('state_since'),
    nextAt: column.instant('next_at', optional),
    createdById: column.ref('created_by_id', optional),
  },
  indices: [
    { name: 'focus_topics_name', columns: ['ownerOrgId', 'name'], unique: true },
    { name: 'focus_topics_feed', columns: ['createdAt', 'id'] },
    { name: 'focus_topics_heat', columns: ['heatRank', 'id'] },
    { name: 'focus_topics_level', columns: ['secrecyLevel', 'id'] },
    { name: 'focus_topics_next', columns: ['nextAt', 'id'] },
  ],
});

export const FocusSignalEntity = new EntitySchema<FocusSignal>({
  name: 'FocusSignal',
  tableName: 'focus_signals',
  columns: {
    sourceId: column.key('source_id'),
    kind: column.key('kind', 16),
    ordinal: { ...column.integer('ordinal'), primary: true },
    orgId: column.ref('org_id'),
    at: column.instant('at'),
    text: column.longText('text'),
  },
  indices: [{ name: 'focus_signals_at', columns: ['at'] }],
});

export const FocusMentionEntity = new EntitySchema<FocusMention>({
  name: 'FocusMention',
  tableName: 'focus_mentions',
  columns: {
    topicId: column.key('topic_id'),
    sourceId: column.key('source_id'),
    kind: column.key('kind', 16),
    ordinal: { ...column.integer('ordinal'), primary: true },
    at: column.instant('at'),
  },
  indices: [
    { name: 'focus_mentions_topic', columns: ['topicId', 'at'] },
    { name: 'focus_mentions_source', columns: ['sourceId'] },
    { name: 'focus_mentions_at', columns: ['at'] },
  ],
});
