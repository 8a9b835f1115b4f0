import type { AnyEntity } from '@chengqi/service-kit';
import { lineageEdges } from '../lineage/edges.ts';
import { lineageNodes } from '../lineage/nodes.ts';
import { callbacks, calls } from './calls.ts';
import { cases } from './cases.ts';
import { decisions } from './decisions.ts';
import { deliveries, documents, records } from './documents.ts';
import { hazardLinks, hazards } from './hazards.ts';
import { feedback, items } from './items.ts';
import type { AnyProjection } from './projection.ts';
import { ratings, surveyEntity, surveysBy } from './satisfaction.ts';
import { rosters, shifts } from './shifts.ts';

const projections: readonly AnyProjection[] = [
  documents,
  deliveries,
  records,
  decisions,
  items,
  feedback,
  hazards,
  hazardLinks,
  rosters,
  shifts,
  calls,
  callbacks,
  cases,
  ratings,
  lineageNodes,
  lineageEdges,
];

export const factEntities: readonly AnyEntity[] = [...projections.map(({ entity }) => entity), surveyEntity];

/** All families of facts, and the chains they stand in. `startOf` gives the first moment of a business day. */
export const projectionsBy = (startOf: (day: string) => Date): readonly AnyProjection[] => [
  ...projections,
  surveysBy(startOf),
];
