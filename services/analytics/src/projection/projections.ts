import type { AnyEntity } from '@chengqi/service-kit';
import { callbacks, calls } from '../facts/calls.ts';
import { cases } from '../facts/cases.ts';
import { decisionEntity, decisionsBy, directives } from '../facts/decisions.ts';
import { disputes } from '../facts/disputes.ts';
import { deliveries, documents, filings, receivedDocuments, records } from '../facts/documents.ts';
import { gaps } from '../facts/gaps.ts';
import { hazardLinks, hazards } from '../facts/hazards.ts';
import { inspectionEntity, inspectionsBy } from '../facts/inspections.ts';
import { extensions, notices, verifications } from '../facts/item-acts.ts';
import { feedback, items } from '../facts/items.ts';
import { bookings, meetings } from '../facts/meetings.ts';
import { coordinations, obstacles } from '../facts/obstacles.ts';
import { handIns, reports } from '../facts/reports.ts';
import { ratings, surveyEntity, surveysBy } from '../facts/satisfaction.ts';
import { rosters, shifts } from '../facts/shifts.ts';
import { topics } from '../facts/topics.ts';
import { visits } from '../facts/visits.ts';
import { lineageEdges } from '../lineage/edges.ts';
import { lineageNodes } from '../lineage/nodes.ts';
import type { AnyProjection } from './projection.ts';

const projections: readonly AnyProjection[] = [
  documents,
  deliveries,
  receivedDocuments,
  records,
  filings,
  meetings,
  bookings,
  directives,
  items,
  feedback,
  verifications,
  extensions,
  notices,
  obstacles,
  coordinations,
  gaps,
  reports,
  handIns,
  topics,
  hazards,
  hazardLinks,
  rosters,
  shifts,
  calls,
  callbacks,
  cases,
  ratings,
  disputes,
  visits,
  lineageNodes,
  lineageEdges,
];

export const factEntities: readonly AnyEntity[] = [
  ...projections.map(({ entity }) => entity),
  decisionEntity,
  surveyEntity,
  inspectionEntity,
];

/** All families of facts, and the chains they stand in. `startOf` gives the first moment of a business day. */
export const projectionsBy = (startOf: (day: string) => Date): readonly AnyProjection[] => [
  ...projections,
  decisionsBy(startOf),
  surveysBy(startOf),
  inspectionsBy(startOf),
];
