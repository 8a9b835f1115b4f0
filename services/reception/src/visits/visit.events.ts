import type { DomainEvent } from '@chengqi/schemas';
import { visitEnded, visitorOnSite } from '@chengqi/schemas/events/reception';
import type { Visit } from './visit.ts';

export const onSite = (visit: Visit, arriveAt: Date): DomainEvent =>
  visitorOnSite.create(visit, {
    visitId: visit.id,
    kind: visit.kind,
    siteId: visit.siteId,
    hostOrgId: visit.ownerOrgId,
    arriveAt: arriveAt.toISOString(),
  });

export const ended = (visit: Visit, state: 'LEFT' | 'REFUSED' | 'NO_SHOW', at: Date): DomainEvent =>
  visitEnded.create(visit, { visitId: visit.id, state, at: at.toISOString() });
