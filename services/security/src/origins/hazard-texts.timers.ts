import type { Foundation } from '@chengqi/office-kernel';
import type { EntityReference, Timer } from '@chengqi/service-kit';
import { HazardEntity } from '../hazards/hazard.entity.ts';
import { findUntold } from '../hazards/hazard.repository.ts';
import type { Hazard } from '../hazards/hazard.ts';

export type HazardTexts = ReturnType<typeof createHazardTexts>;

const batchSize = 50;
const secondsBetween = 30;

type Told = Record<string, unknown> | null;

/** Whom to ask for the text of a hazard, by what made it known. */
const owners = [
  {
    owner: 'supervision',
    tells: ({ sourceType }: Hazard) => sourceType === 'SupervisionItem',
    reference: ({ sourceLinkId }: Hazard): EntityReference => ({ __typename: 'HazardLink', id: sourceLinkId ?? '' }),
    selection: 'draft { description }',
    textOf: (told: Told) => (told?.draft as { readonly description?: string | null } | null | undefined)?.description,
  },
  {
    owner: 'reception',
    tells: ({ sourceType }: Hazard) => sourceType === 'ServiceCase',
    reference: ({ sourceId }: Hazard): EntityReference => ({ __typename: 'ServiceCase', id: sourceId ?? '' }),
    selection: 'text',
    textOf: (told: Told) => told?.text as string | null | undefined,
  },
] as const;

/**
 * Above INTERNAL no text travels in events, so the description of a hazard that an item required or a case told of is
 * read from its owner afterwards, outside any transaction; the timer comes back for what could not be read.
 */
export function createHazardTexts({ kit }: Foundation) {
  async function keep(id: string, description: string): Promise<void> {
    await kit.transact(async (tx) => {
      const hazard = await tx.manager.getRepository(HazardEntity).findOneByOrFail({ id });
      if (hazard.description === null) await tx.update(HazardEntity, hazard, { description });
    });
  }

  async function fetchFrom(source: (typeof owners)[number], untold: readonly Hazard[]): Promise<void> {
    if (untold.length === 0) return;
    const found = await kit.readAsSystem(source.owner, untold.map(source.reference), source.selection);
    for (const [index, { id }] of untold.entries()) {
      const description = source.textOf(found[index] ?? null);
      if (description) await keep(id, description);
    }
  }

  /** One owner that does not answer keeps nobody from asking the other. */
  async function fetchUntold(): Promise<void> {
    const untold = await findUntold(kit.db.read, batchSize);
    const asked = owners.map((source) => fetchFrom(source, untold.filter(source.tells)));
    for (const answer of await Promise.allSettled(asked)) {
      if (answer.status === 'rejected') kit.log.warn({ err: answer.reason }, 'hazard texts could not be read');
    }
  }

  const fetch = (): void => {
    fetchUntold().catch((error: unknown) => kit.log.warn({ err: error }, 'hazard texts could not be looked up'));
  };
  const timer: Timer = {
    name: 'fetch-hazard-texts',
    everySeconds: secondsBetween,
    run: async () => kit.db.afterCommit(fetch),
  };
  return { fetch, timer };
}
