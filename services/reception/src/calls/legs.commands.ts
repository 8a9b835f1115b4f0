import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { keeperOf, placeRings } from '../duty-rooms/duty-rooms.repository.ts';
import { CallLegEntity } from './call.entity.ts';
import { findLegsBeside, insertAll } from './call.repository.ts';
import type { CallLeg } from './call.ts';
import type { Callers } from './callers.commands.ts';
import { type LegFault, legFault, type Recorded } from './leg-faults.ts';

export type Legs = ReturnType<typeof createLegs>;

/** A record as the exchange sends it; `phone` is the number outside, on whichever side it stands. */
export interface NewLeg extends Omit<CallLeg, 'id' | 'callerId' | 'ownerOrgId'> {
  readonly phone: string | null;
}

export interface TakenLegs {
  readonly stored: readonly CallLeg[];
  readonly refused: readonly { readonly leg: NewLeg; readonly fault: LegFault }[];
}

/** Stores what the exchange sends; each record that cannot be is refused by itself. */
export function createLegs({ kit }: Foundation, callers: Callers) {
  async function sorted(tx: Transaction, legs: readonly NewLeg[]) {
    const known: Recorded[] = await findLegsBeside(tx.manager, legs);
    const good: NewLeg[] = [];
    const refused: { leg: NewLeg; fault: LegFault }[] = [];
    for (const leg of legs) {
      const fault = legFault(leg, known, tx.now);
      if (fault) refused.push({ leg, fault });
      else {
        good.push(leg);
        known.push(leg);
      }
    }
    return { good, refused };
  }

  /** Stores records that nothing speaks against but, perhaps, whose line it is. */
  async function store(tx: Transaction, good: readonly NewLeg[], mayRecord: MayRecord): Promise<TakenLegs> {
    const ids = await callers(
      tx,
      good.flatMap(({ phone }) => phone ?? []),
    );
    const places = await placeRings(tx.manager, good);
    const keeper = await keeperOf(tx.manager, tx.request);
    const stored: CallLeg[] = [];
    const refused: { leg: NewLeg; fault: LegFault }[] = [];
    for (const leg of good) {
      const { phone, ...fields } = leg;
      const ownerOrgId = places.get(leg)?.ownerOrgId ?? keeper;
      if (mayRecord(ownerOrgId)) {
        stored.push({ ...fields, id: kit.ids.next('leg'), callerId: ids.get(phone ?? '') ?? null, ownerOrgId });
      } else refused.push({ leg, fault: foreign });
    }
    await insertAll(tx.manager, CallLegEntity, stored);
    return { stored, refused };
  }

  return {
    async take(tx: Transaction, legs: readonly NewLeg[], mayRecord: MayRecord): Promise<TakenLegs> {
      const { good, refused } = await sorted(tx, legs);
      const taken = await store(tx, good, mayRecord);
      return { stored: taken.stored, refused: [...refused, ...taken.refused] };
    },
    /** What speaks against a record of history, beside those of its batch that wait to be stored. */
    fault: async (tx: Transaction, leg: NewLeg, waiting: readonly NewLeg[]): Promise<LegFault | null> =>
      legFault(leg, [...(await findLegsBeside(tx.manager, [leg])), ...waiting], tx.now),
    /** Stores records that were found good, all together. */
    storeAll: async (tx: Transaction, good: readonly NewLeg[]): Promise<readonly CallLeg[]> =>
      good.length === 0 ? [] : (await store(tx, good, () => true)).stored,
  };
}

/** Whether the sender answers for an organisation's lines. */
type MayRecord = (ownerOrgId: string) => boolean;

const foreign: LegFault = {
  code: 'FORBIDDEN',
  field: 'line_no',
  text: { en: 'Another duty room answers this line.', zh: '该线路由其他值班室负责。' },
};

/** What new records touch: their calls, and the callers who were rung. */
export const touchedBy = (stored: readonly CallLeg[]) => ({
  callRefs: stored.filter(({ direction }) => direction === 'IN').map(({ callRef }) => callRef),
  since: stored.flatMap(({ direction, callerId, ringAt }) =>
    direction === 'OUT' && callerId !== null ? [[callerId, ringAt] as const] : [],
  ),
});
