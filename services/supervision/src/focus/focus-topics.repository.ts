import { type Foundation, folded } from '@chengqi/office-kernel';
import { focusChanged } from '@chengqi/schemas/events/supervision';
import { groupBy, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, LessThanOrEqual, MoreThan } from 'typeorm';
import { isFollowed, itemsOfSource } from '../items/item.repository.ts';
import { FocusMentionEntity, FocusSignalEntity, FocusTopicEntity } from './focus-topic.entity.ts';
import {
  daysKept,
  type FocusKind,
  type FocusMention,
  type FocusSignal,
  type FocusState,
  type FocusTopic,
  fewestStaff,
  signalKinds,
} from './focus-topic.ts';
import { coolsAt, heatOf, rankOf, stateOf } from './heat.workflow.ts';

export interface TopicFilter {
  readonly states?: readonly FocusState[] | null | undefined;
  readonly ownerOrgId?: string | null | undefined;
}

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function topicsWhere(manager: EntityManager, { states, ownerOrgId }: TopicFilter) {
  const query = manager.getRepository<FocusTopic>(FocusTopicEntity).createQueryBuilder('t');
  if (states) query.andWhere(states.length > 0 ? 't.status IN (:...states)' : '1 = 0', { states });
  if (ownerOrgId) query.andWhere('t.ownerOrgId = :ownerOrgId', { ownerOrgId });
  return query;
}

/** Topics of one organisation; each signal is compared with all of them. */
export const mostTopics = 200;
const signalsAtOnce = 500;
const sinceOf = (now: Date): Date => new Date(now.getTime() - daysKept * 86_400_000);

export const textsOf = ({ name, keywords }: FocusTopic) => ({ name, keywords: keywords.join(' ') });

const names = ({ keywords }: Pick<FocusTopic, 'keywords'>, text: string): boolean =>
  keywords.some((word) => text.includes(folded(word)));

const mentionOf = (topicId: string, { sourceId, kind, ordinal, at }: FocusSignal): FocusMention => ({
  ...{ topicId, sourceId, kind, ordinal, at },
});

const isOfStaff = ({ kind }: Pick<FocusMention, 'kind'>): boolean => signalKinds[kind].group === 'STAFF';

/** What counts of all that names a topic: staff only where they are five or more. */
function weighed(mentions: readonly Pick<FocusMention, 'kind' | 'at'>[]) {
  const few = mentions.filter(isOfStaff).length < fewestStaff;
  return mentions
    .filter((mention) => !few || !isOfStaff(mention))
    .map(({ kind, at }) => ({ at, weight: signalKinds[kind].weight }));
}

/** Keeps what was said and counts it for the topics of its line that it names; what is older than 90 days is not kept. */
export async function hear({ office }: Foundation, tx: Transaction, signal: FocusSignal): Promise<void> {
  if (signal.at <= sinceOf(tx.now)) return;
  await tx.manager.getRepository(FocusSignalEntity).insert(signal);
  const line = office.orgs.tree.lineOf(signal.orgId);
  const topics = await tx.manager.getRepository(FocusTopicEntity).findBy({ ownerOrgId: In(line) });
  for (const topic of topics.filter((one) => names(one, signal.text))) {
    const mention = mentionOf(topic.id, signal);
    await tx.manager.getRepository(FocusMentionEntity).insert(mention);
    const heard = isOfStaff(mention) ? await mentionsOf(tx, topic.id) : [mention];
    await settle(tx, topic, rankOf(weighed(heard), isOfStaff(mention) ? 0 : topic.heatRank));
  }
}

const mentionsOf = ({ manager }: Transaction, topicId: string): Promise<FocusMention[]> =>
  manager.getRepository<FocusMention>(FocusMentionEntity).findBy({ topicId });

/** Takes back what a source said. */
export async function unhear(tx: Transaction, sourceId: string, kind: FocusKind): Promise<void> {
  await tx.manager.getRepository(FocusSignalEntity).delete({ sourceId, kind });
  const mentions = tx.manager.getRepository(FocusMentionEntity);
  const topicIds = (await mentions.findBy({ sourceId, kind })).map(({ topicId }) => topicId);
  if (topicIds.length === 0) return;
  await mentions.delete({ sourceId, kind });
  for (const topic of await tx.manager.getRepository(FocusTopicEntity).findBy({ id: In(topicIds) }))
    await settle(tx, topic, rankOf(weighed(await mentionsOf(tx, topic.id))));
}

/** Counts what was said before the topic was watched, or watched by these words; answers what it then is and what to tell. */
export async function hearBack({ office }: Foundation, tx: Transaction, topic: FocusTopic) {
  const mentions: FocusMention[] = [];
  const { sql, params } = office.orgs.within('s.org_id', topic.ownerOrgId);
  for (let after = { at: sinceOf(tx.now), sourceId: '' }; ; ) {
    const signals = await tx.manager
      .getRepository<FocusSignal>(FocusSignalEntity)
      .createQueryBuilder('s')
      .where('(s.at > :at OR (s.at = :at AND s.sourceId > :sourceId))', after)
      .andWhere(sql, params)
      .orderBy('s.at', 'ASC')
      .addOrderBy('s.sourceId', 'ASC')
      .take(signalsAtOnce)
      .getMany();
    mentions.push(...signals.filter(({ text }) => names(topic, text)).map((signal) => mentionOf(topic.id, signal)));
    const last = signals.at(-1);
    if (!last || signals.length < signalsAtOnce) break;
    after = { at: last.at, sourceId: last.sourceId };
  }
  const rows = tx.manager.getRepository(FocusMentionEntity);
  await rows.delete({ topicId: topic.id });
  for (let from = 0; from < mentions.length; from += signalsAtOnce)
    await rows.insert(mentions.slice(from, from + signalsAtOnce));
  return following(tx, topic, rankOf(weighed(mentions)));
}

/** What follows from a heat, and what is told of it. */
async function following(tx: Transaction, topic: FocusTopic, heatRank: number) {
  const supervised = await isFollowed(tx.manager, await itemsOfSource(tx.manager, 'FocusTopic', topic.id));
  const status = stateOf(topic.status, heatRank, tx.now, supervised);
  const moved = status !== topic.status;
  const heat = Math.round(heatOf(heatRank, tx.now) * 10) / 10;
  const told = focusChanged.create(topic, { topicId: topic.id, state: status, heat, at: tx.now.toISOString() });
  return {
    changes: { status, heatRank, stateSince: moved ? tx.now : topic.stateSince, nextAt: coolsAt(status, heatRank) },
    events: moved ? [told] : [],
  };
}

/** Stores the heat and what follows from it; a change of state is told. */
export async function settle(tx: Transaction, topic: FocusTopic, heatRank: number): Promise<void> {
  const { changes, events } = await following(tx, topic, heatRank);
  await tx.update(FocusTopicEntity, topic, changes);
  await tx.append(events);
}

/** Lets the timer look at the topics that items answer. */
export async function lookAtTopics(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.manager.getRepository(FocusTopicEntity).update({ id: In([...ids]) }, { nextAt: tx.now });
}

const topicsAtOnce = 100;

export const topicsToLookAt = ({ manager, now }: Transaction): Promise<FocusTopic[]> =>
  manager
    .getRepository<FocusTopic>(FocusTopicEntity)
    .find({ where: { nextAt: LessThanOrEqual(now) }, order: { nextAt: 'ASC', id: 'ASC' }, take: topicsAtOnce });

/** What has lost its weight. */
export async function forgetSignals({ manager, now }: Transaction): Promise<void> {
  const old = { at: LessThanOrEqual(sinceOf(now)) };
  await manager.getRepository(FocusSignalEntity).delete(old);
  await manager.getRepository(FocusMentionEntity).delete(old);
}

/** Of what the case itself said; null when it said nothing that may be kept. */
export const signalOfCase = ({ manager }: Transaction, caseId: string): Promise<FocusSignal | null> =>
  manager
    .getRepository<FocusSignal>(FocusSignalEntity)
    .findOneBy({ sourceId: caseId, kind: In(['CASE', 'STAFF_APPEAL']) });

/** Signals of many topics since a moment; one statement. */
export async function mentionsSince(
  manager: EntityManager,
  topicIds: readonly string[],
  since: Date,
): Promise<Map<string, FocusMention[]>> {
  const found = await manager
    .getRepository<FocusMention>(FocusMentionEntity)
    .findBy({ topicId: In([...topicIds]), at: MoreThan(since) });
  return groupBy(found, ({ topicId }) => topicId);
}

export interface FocusSource {
  readonly topicId: string;
  readonly kind: FocusKind;
  readonly count: number;
}

/** How often each kind names the topics; one statement. */
export async function sourcesOf(
  manager: EntityManager,
  topicIds: readonly string[],
): Promise<Map<string, FocusSource[]>> {
  const rows = await manager
    .getRepository<FocusMention>(FocusMentionEntity)
    .createQueryBuilder('m')
    .select(['m.topicId AS topic', 'm.kind AS kind', 'COUNT(*) AS n'])
    .where('m.topicId IN (:...topicIds)', { topicIds })
    .groupBy('m.topicId')
    .addGroupBy('m.kind')
    .getRawMany<{ topic: string; kind: FocusKind; n: number | string }>();
  return groupBy(
    rows.map(({ topic: topicId, kind, n }) => ({ topicId, kind, count: Number(n) })),
    ({ topicId }) => topicId,
  );
}
