import { focusChanged } from '@chengqi/schemas/events/supervision';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** What leaders, staff and the public came back to until it was hot; of one that was hot twice, the last time. */
export interface TopicFact extends Fact {
  readonly orgId: string | null;
  readonly hotAt: Moment | null;
  /** When an item answered it, after it had become hot. */
  readonly answeredAt: Moment | null;
}

const ofTopic = revising<TopicFact>();

export const topics: Projection<TopicFact> = {
  entity: new EntitySchema<TopicFact>({
    name: 'TopicFact',
    tableName: 'topic_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      hotAt: column.moment('hot_at'),
      answeredAt: column.moment('answered_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, hotAt: null, answeredAt: null }),
  clocks: ['hotAt'],
  reactions: [
    ofTopic.when(
      focusChanged,
      ({ topicId }) => topicId,
      ({ data, orgid }, { hotAt }) => {
        const at = momentOf(data.at);
        if (data.state === 'FOCUS') return { orgId: orgid, hotAt: at, answeredAt: null };
        return data.state === 'SUPERVISED' && hotAt !== null ? { answeredAt: at } : {};
      },
    ),
  ],
};
