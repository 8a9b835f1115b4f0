import type { Timer } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import { HazardEntity } from './hazard.entity.ts';
import { findUntold } from './hazard.repository.ts';

export type HazardTexts = ReturnType<typeof createHazardTexts>;

const batchSize = 50;
const secondsBetween = 30;

/**
 * Above INTERNAL no text travels in events, so the description of a hazard that an item required is read from
 * supervision afterwards, outside any transaction; the timer comes back for what could not be read.
 */
export function createHazardTexts({ kit }: Foundation) {
  async function fetchUntold(): Promise<void> {
    const untold = await findUntold(kit.db.read, batchSize);
    const references = untold.map(({ sourceLinkId }) => ({ __typename: 'HazardLink', id: sourceLinkId ?? '' }));
    const found = await kit.readAsSystem('supervision', references, 'draft { description }');
    for (const [index, { id }] of untold.entries()) {
      const draft = found[index]?.draft as { readonly description?: string | null } | null | undefined;
      if (!draft?.description) continue;
      const { description } = draft;
      await kit.transact(async (tx) => {
        const hazard = await tx.manager.getRepository(HazardEntity).findOneByOrFail({ id });
        if (hazard.description === null) await tx.update(HazardEntity, hazard, { description });
      });
    }
  }

  const fetch = (): void => {
    fetchUntold().catch((error: unknown) => kit.log.warn({ err: error }, 'hazard texts could not be read'));
  };
  const timer: Timer = {
    name: 'fetch-hazard-texts',
    everySeconds: secondsBetween,
    run: async () => kit.db.afterCommit(fetch),
  };
  return { fetch, timer };
}
