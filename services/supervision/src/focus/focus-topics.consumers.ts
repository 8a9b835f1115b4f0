import { type Foundation, folded } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { instructionGiven } from '@chengqi/schemas/events/documents';
import {
  caseOpened,
  caseRedone,
  disputeOpened,
  ratingRemoved,
  ratingSubmitted,
} from '@chengqi/schemas/events/reception';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import type { FocusKind } from './focus-topic.ts';
import { hear, signalOfCase, unhear } from './focus-topics.repository.ts';

const imported = { imported: true };
const bad = 2;

/**
 * What leaders, staff and the public say, as far as events carry its words: at INTERNAL and below. Of a dispute only its
 * kind is known, of a rating what the rated case was about. SUP-10: an accusation is never listened to.
 */
export function createFocusConsumers(foundation: Foundation): Consumer[] {
  async function say(
    tx: Transaction,
    kind: FocusKind,
    said: { readonly sourceId: string; readonly ordinal?: number; readonly orgId: string | null; readonly at: string },
    texts: readonly (string | null)[],
  ): Promise<void> {
    const { sourceId, ordinal = 1, orgId } = said;
    const text = folded(texts.filter((each) => each !== null).join('\n'));
    if (orgId === null || text === '') return;
    await hear(foundation, tx, { sourceId, kind, ordinal, orgId, at: new Date(said.at), text });
  }

  /** Said again of a case, in whose words it is. */
  async function sayAgain(
    tx: Transaction,
    kind: FocusKind,
    caseId: string,
    said: { readonly sourceId: string; readonly ordinal: number; readonly at: string },
  ): Promise<void> {
    const first = await signalOfCase(tx, caseId);
    if (first)
      await hear(foundation, tx, { ...said, kind, orgId: first.orgId, text: first.text, at: new Date(said.at) });
  }

  return [
    on(
      instructionGiven,
      ({ data: { instructionId: sourceId, supervisingOrgId: orgId, givenAt: at, text } }, tx) =>
        say(tx, 'INSTRUCTION', { sourceId, orgId, at }, [text]),
      imported,
    ),
    on(
      caseOpened,
      async ({ data, orgid }, tx) => {
        const { caseId: sourceId, kind, responsibleOrgId, openedAt: at, title, text } = data;
        if (kind === 'ACCUSATION') return;
        const said = { sourceId, orgId: responsibleOrgId ?? orgid, at };
        await say(tx, kind === 'STAFF_APPEAL' ? 'STAFF_APPEAL' : 'CASE', said, [title, text]);
      },
      imported,
    ),
    on(
      caseRedone,
      ({ data: { caseId: sourceId, at, count: ordinal } }, tx) =>
        sayAgain(tx, 'REDONE', sourceId, { sourceId, ordinal, at }),
      imported,
    ),
    on(
      ratingSubmitted,
      async ({ data: { ratingId: sourceId, subject, score, ratedAt: at } }, tx) => {
        if (score > bad || subject.type !== 'ServiceCase') return;
        await sayAgain(tx, 'BAD_RATING', subject.id, { sourceId, ordinal: 1, at });
      },
      imported,
    ),
    on(ratingRemoved, ({ data: { ratingId } }, tx) => unhear(tx, ratingId, 'BAD_RATING'), imported),
    on(
      disputeOpened,
      ({ data: { disputeId: sourceId, respondentOrgId: orgId, kind, openedAt: at } }, tx) =>
        say(tx, 'DISPUTE', { sourceId, orgId, at }, [words.values.DisputeKind[kind]]),
      imported,
    ),
  ];
}
