import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  eachOf,
  fieldsOf,
  forbidden,
  lineOf,
  type Request,
  refusal,
  type Transaction,
} from '@chengqi/service-kit';
import { Not } from 'typeorm';
import type { ChangeFocusTopicInput, CreateFocusTopicInput } from '../generated/graphql.ts';
import { FocusTopicEntity } from './focus-topic.entity.ts';
import { type FocusTopic, mostKeywords } from './focus-topic.ts';
import { topicAccess, topicMakers } from './focus-topic.workflow.ts';
import { hearBack, mostTopics } from './focus-topics.repository.ts';

function wordOf(written: string, path: string): string {
  const word = lineOf(path, written, 20);
  if ([...word].length < 2) throw badInput(path, { en: 'At least two characters.', zh: '至少两个字。' });
  return word;
}

const named = ({ name, keywords }: { readonly name: string; readonly keywords: readonly string[] }) =>
  fieldsOf({
    name: () => lineOf('name', name, 100),
    keywords: () => [...new Set(eachOf('keywords', keywords, { min: 1, max: mostKeywords }, wordOf))],
  });

/** Watching topics: what was said of them in the last 90 days counts at once. */
export function createFocusTopicCommands(foundation: Foundation) {
  const { kit, office } = foundation;

  async function assertFree(tx: Transaction, ownerOrgId: string, name: string, id: string): Promise<void> {
    const topics = tx.manager.getRepository(FocusTopicEntity);
    const other = await topics.findOneBy({ ownerOrgId, name, id: Not(id) });
    if (other) throw duplicate(other.id, { en: 'This topic is watched already.', zh: '该关注点已存在。' });
  }

  return {
    createFocusTopic: (request: Request, input: CreateFocusTopicInput) =>
      office.create({ request, name: 'createFocusTopic', input, entity: FocusTopicEntity }, async (tx) => {
        const { ownerOrgId } = input;
        const maker = topicMakers.find((role) => request.actor.holds(role, ownerOrgId));
        if (!maker) throw forbidden();
        const given = named(input);
        await office.orgs.requireActive(tx, 'ownerOrgId', ownerOrgId);
        const id = kit.ids.next('fct');
        await assertFree(tx, ownerOrgId, given.name, id);
        if ((await tx.manager.getRepository(FocusTopicEntity).countBy({ ownerOrgId })) >= mostTopics)
          throw refusal('LIMIT_EXCEEDED', {
            en: `At most ${mostTopics} topics of one organisation.`,
            zh: `每个单位最多 ${mostTopics} 个关注点。`,
          });
        const row: FocusTopic = {
          id,
          status: 'WATCHING',
          version: 1,
          ownerOrgId,
          secrecyLevel: 'INTERNAL',
          createdAt: tx.now,
          updatedAt: tx.now,
          ...given,
          heatRank: 0,
          stateSince: tx.now,
          nextAt: null,
          createdById: request.actor.personId,
        };
        const { changes, events } = await hearBack(foundation, tx, row);
        return { row: { ...row, ...changes }, events, role: maker };
      }),

    changeFocusTopic: (request: Request, input: ChangeFocusTopicInput) =>
      office.act(
        {
          ...{ request, name: 'changeFocusTopic', input, id: input.topicId },
          ...{ entity: FocusTopicEntity, access: topicAccess, action: 'CHANGE' },
        },
        async (found, _, tx) => {
          const given = named({ name: input.name ?? found.name, keywords: input.keywords ?? found.keywords });
          await assertFree(tx, found.ownerOrgId, given.name, found.id);
          const { changes, events } = await hearBack(foundation, tx, { ...found, ...given });
          return { changes: { ...given, ...changes }, events };
        },
      ),
  };
}
