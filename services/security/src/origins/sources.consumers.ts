import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope, EventContract } from '@chengqi/schemas';
import { callAnswered, callMissed, caseOpened } from '@chengqi/schemas/events/reception';
import { itemRegistered } from '@chengqi/schemas/events/supervision';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { HazardEntity } from '../hazards/hazard.entity.ts';
import type { HazardLedger } from '../hazards/hazard-ledger.commands.ts';
import type { HazardSources } from './hazard-sources.commands.ts';
import type { HazardTexts } from './hazard-texts.timers.ts';

type DataOf<Contract> = Contract extends EventContract<infer Data> ? Data : never;
type Case = DataOf<typeof caseOpened>;

const replica = { imported: true };

/** What reception and supervision tell of the things that make hazards known. */
export function createSourceConsumers(
  { kit }: Foundation,
  ledger: HazardLedger,
  sources: HazardSources,
  texts: HazardTexts,
): Consumer[] {
  /** An accusation stays unknown here: nothing may lead from a hazard to it. */
  const keepCase = async ({ data, orgid: orgId }: Envelope<Case>, tx: Transaction): Promise<void> =>
    data.kind === 'ACCUSATION'
      ? undefined
      : sources.learn(tx, { id: data.caseId, type: 'ServiceCase', code: data.code, orgId });

  /** A case tagged as a danger at a place is a report, once; judging it stays the safety officer's act. */
  async function openFromCase({ data, secrecylevel }: Envelope<Case>, tx: Transaction): Promise<void> {
    const { caseId, siteId, safety, kind } = data;
    if (!safety || siteId === null || kind === 'ACCUSATION') return;
    const known = await tx.manager.getRepository(HazardEntity).existsBy({ sourceId: caseId });
    if (known) return;
    const hazard = await ledger.open(tx, {
      siteId,
      description: data.text ?? data.title,
      category: 'OTHER',
      level: null,
      secrecyLevel: secrecylevel,
      source: { type: 'ServiceCase', id: caseId, linkId: null },
      reporterId: null,
      anonymous: false,
      responsibleOrgId: data.responsibleOrgId,
      dueAt: null,
      recurrenceOfId: null,
    });
    if (hazard.description === null) kit.db.afterCommit(texts.fetch);
  }

  const keepCall = ({ data, orgid: orgId }: Envelope<DataOf<typeof callAnswered>>, tx: Transaction) =>
    sources.learn(tx, { id: data.callId, type: 'Call', code: data.callRef, orgId });

  const keepItem = ({ data, orgid: orgId }: Envelope<DataOf<typeof itemRegistered>>, tx: Transaction) =>
    sources.learn(tx, { id: data.itemId, type: 'SupervisionItem', code: data.code, orgId });

  return [
    on(caseOpened, keepCase, replica),
    on(caseOpened, openFromCase),
    on(callAnswered, keepCall, replica),
    on(callMissed, keepCall, replica),
    on(itemRegistered, keepItem, replica),
  ];
}
