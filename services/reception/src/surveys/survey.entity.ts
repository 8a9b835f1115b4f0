import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { SurveyResult } from './survey.ts';

export const SurveyResultEntity = new EntitySchema<SurveyResult>({
  name: 'SurveyResult',
  tableName: 'survey_results',
  columns: {
    id: column.id(),
    version: column.integer('version'),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    createdAt: column.instant('created_at'),
    surveyNo: column.code('survey_no', 64),
    group: column.code('survey_group', 8),
    period: column.code('period', 32),
    n: column.integer('n'),
    index: column.amount('satisfaction_index', { nullable: true }),
    closedOn: column.day('closed_on'),
  },
  indices: [
    { name: 'survey_results_no', columns: ['surveyNo'], unique: true },
    { name: 'survey_results_group', columns: ['group', 'period', 'ownerOrgId'], unique: true },
    { name: 'survey_results_closed', columns: ['closedOn', 'id'] },
  ],
});
