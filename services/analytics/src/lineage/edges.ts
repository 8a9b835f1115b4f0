import type { Envelope, EventContract } from '@chengqi/schemas';
import { documentIssued, recordCatalogued } from '@chengqi/schemas/events/documents';
import { minutesSigned, resolutionAdopted } from '@chengqi/schemas/events/meetings';
import { caseOpened, ratingSubmitted } from '@chengqi/schemas/events/reception';
import { hazardClosed, hazardConfirmed, hazardLinked, hazardReported } from '@chengqi/schemas/events/security';
import {
  itemCompleted,
  itemMerged,
  itemProposed,
  itemRegistered,
  itemReopened,
  itemStruckOff,
} from '@chengqi/schemas/events/supervision';
import type { Projection, Reaction } from '../projection/projection.ts';
import { LineageEdgeEntity } from './lineage.entity.ts';
import { type LineageEdge, type StoredEdgeKind, typeOf } from './lineage.ts';

interface Drawn {
  readonly from: string;
  readonly to: string;
  readonly kind: StoredEdgeKind;
}

const edge = (from: string | null, kind: StoredEdgeKind, to: string | null): Drawn[] =>
  from !== null && to !== null && typeOf(from) && typeOf(to) ? [{ from, to, kind }] : [];

const draws = <Data>(
  contract: EventContract<Data>,
  edges: (event: Envelope<Data>) => Drawn[],
): Reaction<LineageEdge> => ({
  contract: contract as EventContract,
  revisions: (event) =>
    edges(event as Envelope<Data>).map(({ from, to, kind }) => ({
      id: `${kind}:${from}:${to}`,
      revise: () => ({ fromId: from, toId: to, kind }),
    })),
});

type Source = { readonly type: string; readonly id: string | null } | null;

/** What an item was opened for; a hazard must besides be put right before the item can end (SUP-5). */
const openedFor = <Data extends { itemId: string; source: Source }>(contract: EventContract<Data>) =>
  draws(contract, ({ data: { itemId, source } }) => [
    ...edge(source?.id ?? null, 'CAUSED', itemId),
    ...(source?.type === 'Hazard' ? edge(itemId, 'CLOSES', source.id) : []),
  ]);

const madeKnownBy = <Data extends { hazardId: string; source: Source }>(contract: EventContract<Data>) =>
  draws(contract, ({ data: { hazardId, source } }) => [
    ...edge(source?.id ?? null, 'CAUSED', hazardId),
    ...(source?.type === 'SupervisionItem' ? edge(source.id, 'CLOSES', hazardId) : []),
  ]);

/** What led to what, by the ids that events carry. An edge says nothing while one of its ends is not a node. */
export const lineageEdges: Projection<LineageEdge> = {
  entity: LineageEdgeEntity,
  empty: (id) => ({ id, fromId: null, toId: null, kind: null }),
  clocks: [],
  reactions: [
    draws(resolutionAdopted, ({ data }) => edge(data.meetingId, 'CAUSED', data.resolutionId)),
    draws(minutesSigned, ({ data }) => edge(data.meetingId, 'DOCUMENTS', data.minutesId)),
    draws(documentIssued, ({ data }) => edge(data.origin?.id ?? null, 'DOCUMENTS', data.documentId)),
    openedFor(itemProposed),
    openedFor(itemRegistered),
    openedFor(itemCompleted),
    openedFor(itemStruckOff),
    openedFor(itemReopened),
    draws(itemMerged, ({ data }) => edge(data.itemId, 'CAUSED', data.intoItemId)),
    madeKnownBy(hazardReported),
    madeKnownBy(hazardConfirmed),
    madeKnownBy(hazardClosed),
    draws(hazardLinked, ({ data: { itemId, hazardId, role } }) => [
      ...edge(itemId, 'CLOSES', hazardId),
      ...(role === 'CAUSE' ? edge(hazardId, 'CAUSED', itemId) : []),
    ]),
    draws(caseOpened, ({ data }) => (data.kind === 'ACCUSATION' ? [] : edge(data.callId, 'CAUSED', data.caseId))),
    draws(ratingSubmitted, ({ data }) => (data.orgId === null ? [] : edge(data.subject.id, 'ANSWERS', data.ratingId))),
    draws(recordCatalogued, ({ data }) => edge(data.source.id, 'FILED_AS', data.recordId)),
  ],
};
