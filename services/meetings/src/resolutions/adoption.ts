import { isAbove } from '@chengqi/office-kernel';
import { resolutionAdopted } from '@chengqi/schemas/events/meetings';
import { type Actor, systemActor, type Transaction } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { Foundation } from '../context.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import type { Resolution } from './resolution.ts';
import { adoptionOutcome, resolutionWorkflow } from './resolution.workflow.ts';

export type Adoption = ReturnType<typeof createAdoption>;

/** Making resolutions binding: by the chair at the meeting, with the minutes, or as imported history. */
export function createAdoption({ office }: Foundation) {
  /** The nearest org, from the organizer upwards, that has an office director of its own or in one of its divisions. */
  async function supervisingOrg(manager: EntityManager, organizerId: string): Promise<string> {
    for (const orgId of [organizerId, ...office.orgs.ancestors(organizerId)]) {
      const directors = await office.people.holding(manager, 'OFFICE_DIRECTOR', orgId);
      const posts = directors
        .flatMap((director) => director.posts)
        .filter(({ roles }) => roles.includes('OFFICE_DIRECTOR'));
      for (const post of posts) {
        if (post.orgId === orgId) return orgId;
        const org = post.orgId ? await office.orgs.find(manager, post.orgId) : null;
        if (org?.level === 'DIVISION' && org.parentId === orgId) return orgId;
      }
    }
    return organizerId;
  }

  /** What adoption adds to a resolution, whenever it happened. */
  const bindingFrom = async (manager: EntityManager, organizerId: string, adoptedAt: Date) => ({
    adoptedAt,
    superviseBy: await office.calendar.addWorkingDays(adoptedAt, 2),
    supervisingOrgId: await supervisingOrg(manager, organizerId),
  });

  /** Tells the units concerned, and the world, once. */
  async function announce(tx: Transaction, resolution: Resolution, role: string | null): Promise<void> {
    const { id, leadOrgId, coOrgIds, leaderId, adoptedAt, supervisingOrgId } = resolution;
    const parties = [...new Set([leadOrgId, ...coOrgIds, leaderId])].filter((party) => party !== null);
    await office.parties.add(
      tx,
      id,
      parties.map((partyId) => ({ partyId, relation: 'assignee' })),
    );
    const event = resolutionAdopted.create(resolution, {
      resolutionId: id,
      code: resolution.code,
      meetingId: resolution.meetingId,
      text: isAbove(resolution.secrecyLevel, 'INTERNAL') ? null : resolution.text,
      // What another decision has replaced binds nobody to act.
      requiresAction: resolution.requiresAction && resolution.status !== 'SUPERSEDED',
      leadOrgId,
      coOrgIds,
      leaderId,
      supervisingOrgId: supervisingOrgId ?? resolution.ownerOrgId,
      dueOn: resolution.dueOn,
      adoptedAt: (adoptedAt ?? tx.now).toISOString(),
      level: resolution.secrecyLevel,
      waived: resolution.waiverReason !== null,
    });
    await tx.append(event, { role, within: resolution.meetingId });
  }

  return {
    bindingFrom,
    announce,

    /** @param actor the chair at the meeting; the system when the signature of the minutes adopts */
    async adopt(
      tx: Transaction,
      meeting: Meeting,
      resolution: Resolution,
      actor: Actor,
      expectedVersion: number | null = null,
    ): Promise<Resolution> {
      const subject = { ...resolution, chairId: meeting.chairId, meetingStatus: meeting.status };
      const outcome = adoptionOutcome(resolution);
      const { to, role } = resolutionWorkflow.permit(actor, subject, 'ADOPT', { expectedVersion, outcome });
      const binding = await bindingFrom(tx.manager, meeting.ownerOrgId, tx.now);
      const adopted = await tx.update(ResolutionEntity, resolution, { status: to, ...binding });
      await announce(tx, adopted, role);
      return adopted;
    },

    /** Adopts what the record states and nobody adopted yet; what is adopted already stays as it is. */
    async adoptRest(tx: Transaction, meeting: Meeting): Promise<void> {
      const drafts = await tx.manager
        .getRepository(ResolutionEntity)
        .find({ where: { meetingId: meeting.id, status: 'DRAFT' }, order: { code: 'ASC' } });
      for (const draft of drafts) await this.adopt(tx, meeting, draft, systemActor);
    },
  };
}
