import type { LimitEnds } from '@chengqi/office-kernel';
import type { DisputeKind, DisputeRegime } from '@chengqi/schemas/events/reception';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { DisputeEntity } from './dispute.entity.ts';
import { type Dispute, type DisputeStatus, openStates } from './dispute.ts';

export type DisputeQuery = SelectQueryBuilder<Dispute>;

export const disputeQuery = (manager: EntityManager): DisputeQuery =>
  manager.getRepository(DisputeEntity).createQueryBuilder('d');

export interface DisputeConditions {
  readonly kind?: DisputeKind | null | undefined;
  readonly regime?: DisputeRegime | null | undefined;
  readonly state?: DisputeStatus | null | undefined;
  readonly open?: boolean | null | undefined;
  readonly respondentOrgId?: string | null | undefined;
  readonly mediatorId?: string | null | undefined;
  readonly openedAt?:
    | { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined }
    | null
    | undefined;
  readonly mediationDueOn?: LimitEnds | null | undefined;
}

/** What is not given does not narrow; R-12 narrows it to what the viewer may see. */
export function disputesWhere(manager: EntityManager, where: DisputeConditions): DisputeQuery {
  const query = disputeQuery(manager);
  const { state, open, openedAt, mediationDueOn } = where;
  for (const property of ['kind', 'regime', 'respondentOrgId', 'mediatorId'] as const) {
    const value = where[property];
    if (value != null) query.andWhere(`d.${property} = :${property}`, { [property]: value });
  }
  if (state != null) query.andWhere('d.status = :state', { state });
  if (open != null) query.andWhere(`d.status ${open ? 'IN' : 'NOT IN'} (:...openStates)`, { openStates });
  if (openedAt?.gte != null) query.andWhere('d.openedAt >= :openedFrom', { openedFrom: openedAt.gte });
  if (openedAt?.lt != null) query.andWhere('d.openedAt < :openedTo', { openedTo: openedAt.lt });
  if (mediationDueOn?.gt) query.andWhere('d.mediationDueAt > :dueFrom', { dueFrom: mediationDueOn.gt });
  if (mediationDueOn?.lte) query.andWhere('d.mediationDueAt <= :dueTo', { dueTo: mediationDueOn.lte });
  return query;
}
