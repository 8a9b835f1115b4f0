import { type Among, amongTallied, foldedCode, type LimitEnds } from '@chengqi/office-kernel';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { IncomingDocumentDimension } from '../generated/graphql.ts';
import type { Span } from '../input.ts';
import { IncomingDocumentEntity } from './incoming.entity.ts';
import type { IncomingDocument, IncomingPurpose, IncomingState } from './incoming.ts';

export interface IncomingFilter {
  readonly states?: readonly IncomingState[] | null | undefined;
  readonly action?: IncomingPurpose | null | undefined;
  readonly org?: string | null | undefined;
  readonly handlingOrg?: string | null | undefined;
  readonly registerNo?: string | null | undefined;
  readonly senderNumber?: string | null | undefined;
  readonly receivedAt?: Span | null | undefined;
  readonly dueOn?: LimitEnds | null | undefined;
}

/** By what received documents are counted: a column of theirs. */
export const incomingDimensions = {
  STATE: 'status',
  ACTION: 'action',
  ORG: 'handlingOrgId',
  KIND: 'kind',
} as const satisfies Record<IncomingDocumentDimension, keyof IncomingDocument>;

/** What received documents are tallied by, beside owner and level. */
export const talliedIncoming = [
  'status',
  'action',
  'handlingOrgId',
  'kind',
] as const satisfies readonly (keyof IncomingDocument)[];

/** The filter as values of what is tallied; null when it asks for more. */
export function amongIncoming(where: IncomingFilter): Among<IncomingDocument> | null {
  const { states, action, org, handlingOrg, ...others } = where;
  const values: Among<IncomingDocument> = {
    status: states,
    action: action ? [action] : null,
    ownerOrgId: org ? [org] : null,
    handlingOrgId: handlingOrg ? [handlingOrg] : null,
  };
  return amongTallied(values, others);
}

/** What the filter leaves; the office narrows it to what the viewer may see. */
export function incomingWhere(manager: EntityManager, where: IncomingFilter): SelectQueryBuilder<IncomingDocument> {
  const query = manager.getRepository(IncomingDocumentEntity).createQueryBuilder('i');
  const { states, action, org, handlingOrg, registerNo, senderNumber, receivedAt, dueOn } = where;
  if (states) query.andWhere(states.length > 0 ? 'i.status IN (:...states)' : '1 = 0', { states });
  if (action) query.andWhere('i.action = :action', { action });
  if (org) query.andWhere('i.ownerOrgId = :org', { org });
  if (handlingOrg) query.andWhere('i.handlingOrgId = :handlingOrg', { handlingOrg });
  if (registerNo) query.andWhere('i.registerNo = :registerNo', { registerNo: foldedCode(registerNo) });
  if (senderNumber) query.andWhere('i.senderNumber = :senderNumber', { senderNumber: foldedCode(senderNumber) });
  if (receivedAt?.gte) query.andWhere('i.createdAt >= :receivedFrom', { receivedFrom: receivedAt.gte });
  if (receivedAt?.lt) query.andWhere('i.createdAt < :receivedBefore', { receivedBefore: receivedAt.lt });
  if (dueOn?.gt) query.andWhere('i.dueAt > :dueAfter', { dueAfter: dueOn.gt });
  if (dueOn?.lte) query.andWhere('i.dueAt <= :dueBy', { dueBy: dueOn.lte });
  return query;
}
