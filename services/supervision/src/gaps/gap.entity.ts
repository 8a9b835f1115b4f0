import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { CoverageEvidence, CoverageExpectation, CoverageGap, CoverageRound } from './gap.ts';

const optional = { nullable: true };

export const CoverageExpectationEntity = new EntitySchema<CoverageExpectation>({
  name: 'CoverageExpectation',
  tableName: 'coverage_expectations',
  columns: {
    ...column.root(),
    name: column.text('name', 100),
    kind: column.code('kind', 16),
    period: column.code('period', 16),
    dutyId: column.ref('duty_id', optional),
    named: column.bool('named'),
    nextPeriod: column.code('next_period', 10, optional),
    closesAt: column.instant('closes_at', optional),
  },
  indices: [
    { name: 'coverage_expectations_feed', columns: ['createdAt', 'id'] },
    { name: 'coverage_expectations_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'coverage_expectations_level', columns: ['secrecyLevel', 'id'] },
    { name: 'coverage_expectations_next', columns: ['closesAt', 'id'] },
  ],
});

/** A unit that an expectation names. */
export interface CoverageUnit {
  readonly expectationId: string;
  readonly orgId: string;
}

export const CoverageUnitEntity = new EntitySchema<CoverageUnit>({
  name: 'CoverageUnit',
  tableName: 'coverage_units',
  columns: { expectationId: column.key('expectation_id'), orgId: column.key('org_id') },
});

export const CoverageRoundEntity = new EntitySchema<CoverageRound>({
  name: 'CoverageRound',
  tableName: 'coverage_rounds',
  columns: {
    id: column.id(),
    expectationId: column.ref('expectation_id'),
    period: column.code('period', 10),
    fromAt: column.instant('from_at'),
    toAt: column.instant('to_at'),
    closedAt: column.instant('closed_at'),
    expected: column.integer('expected'),
    lookedAt: column.ref('looked_at'),
    complete: column.bool('complete'),
  },
  indices: [
    { name: 'coverage_rounds_period', columns: ['expectationId', 'period'], unique: true },
    { name: 'coverage_rounds_open', columns: ['complete', 'id'] },
  ],
});

export const CoverageGapEntity = new EntitySchema<CoverageGap>({
  name: 'CoverageGap',
  tableName: 'coverage_gaps',
  columns: {
    ...column.root(),
    expectationId: column.ref('expectation_id'),
    expectingOrgId: column.ref('expecting_org_id'),
    kind: column.code('kind', 16),
    dutyId: column.ref('duty_id', optional),
    cellId: column.ref('cell_id'),
    period: column.code('period', 10),
    fromAt: column.instant('from_at'),
    toAt: column.instant('to_at'),
    explanation: column.text('explanation', 500, optional),
    explainedById: column.ref('explained_by_id', optional),
    explainedAt: column.instant('explained_at', optional),
    filledById: column.ref('filled_by_id', optional),
    filledAt: column.instant('filled_at', optional),
  },
  indices: [
    { name: 'coverage_gaps_cell', columns: ['expectationId', 'period', 'cellId'], unique: true },
    { name: 'coverage_gaps_feed', columns: ['createdAt', 'id'] },
    { name: 'coverage_gaps_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'coverage_gaps_level', columns: ['secrecyLevel', 'id'] },
    { name: 'coverage_gaps_state', columns: ['status', 'createdAt', 'id'] },
    { name: 'coverage_gaps_fill', columns: ['cellId', 'kind', 'status'] },
  ],
});

export const CoverageEvidenceEntity = new EntitySchema<CoverageEvidence>({
  name: 'CoverageEvidence',
  tableName: 'coverage_evidence',
  columns: {
    kind: column.key('kind', 16),
    cellId: column.key('cell_id'),
    sourceId: column.key('source_id'),
    at: column.instant('at'),
  },
  indices: [{ name: 'coverage_evidence_at', columns: ['cellId', 'kind', 'at'] }],
});
