import type { Act, Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import { adoptedEvent } from './resolution.events.ts';
import { resolutionRow } from './resolution.repository.ts';
import type { AdoptedResolution, Binding, Resolution, ResolutionStatus, ResolutionSubject } from './resolution.ts';
import { adopt, adoptionOutcome } from './resolution.workflow.ts';

export type Adoption = ReturnType<typeof createAdoption>;

/** Working days after the adoption within which there is an item or a waiver (MTG-6). */
export const daysToSupervise = 2;

/** Making resolutions binding: by the chair at the meeting, with the minutes, or as imported history. */
export function createAdoption(foundation: Foundation) {
  const { office } = foundation;
  const { kept } = createKeeping(foundation);

  /** The nearest org, from the organizer upwards, that has an office director of its own or in one of its divisions. */
  async function supervisingOrg(manager: EntityManager, organizerId: string): Promise<string> {
    for (const orgId of [organizerId, ...office.orgs.ancestors(organizerId)]) {
      const directors = await office.people.holding(manager, 'OFFICE_DIRECTOR', orgId);
      const posts = directors.flatMap((director) => director.posts);
      const sitsIn = (home: string | null) => home !== null && office.orgs.tree.unitsOf(home).includes(orgId);
      if (posts.some((post) => post.roles.includes('OFFICE_DIRECTOR') && sitsIn(post.orgId))) return orgId;
    }
    return organizerId;
  }

  /** What adoption adds to a resolution, whenever it happened. */
  const bindingFrom = async (
    manager: EntityManager,
    organizerId: string,
    limit: Pick<Binding, 'adoptedAt' | 'superviseBy'>,
  ): Promise<Binding> => ({ ...limit, supervisingOrgId: await supervisingOrg(manager, organizerId) });

  async function admitAssignees(tx: Transaction, { id, leadOrgId, coOrgIds, leaderId }: Resolution): Promise<void> {
    const assignees = [...new Set([leadOrgId, ...coOrgIds, leaderId])].filter((party) => party !== null);
    await office.parties.add(
      tx,
      id,
      assignees.map((partyId) => ({ partyId, relation: 'assignee' })),
    );
  }

  /** The decision of the act ADOPT. */
  const decide = kept(async (resolution: ResolutionSubject, act: Act<ResolutionStatus>, tx: Transaction) => {
    const superviseBy = await office.calendar.addWorkingDays(act.at, daysToSupervise);
    const binding = await bindingFrom(tx.manager, resolution.ownerOrgId, { adoptedAt: act.at, superviseBy });
    await admitAssignees(tx, resolution);
    return { ...adopt(resolution, act, binding), within: resolution.meetingId };
  });

  return {
    bindingFrom,
    decide,

    /** Of one that was stored as adopted. */
    async announce(tx: Transaction, resolution: AdoptedResolution): Promise<void> {
      await admitAssignees(tx, resolution);
      await tx.append(adoptedEvent(resolution), { within: resolution.meetingId });
    },

    /** Adopts what the record states and nobody adopted yet; what is adopted already stays as it is. */
    async adoptRest(tx: Transaction, meeting: Meeting): Promise<void> {
      const drafts = await tx.manager
        .getRepository(ResolutionEntity)
        .find({ where: { meetingId: meeting.id, status: 'DRAFT' }, order: { code: 'ASC' } });
      for (const row of drafts) {
        await office.actAsSystem(tx, { ...resolutionRow, row, action: 'ADOPT', outcome: adoptionOutcome }, decide);
      }
    },
  };
}
