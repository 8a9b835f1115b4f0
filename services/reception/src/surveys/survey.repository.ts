import type { OrgTree } from '@chengqi/office-kernel';
import type { EntityManager } from 'typeorm';
import { suppressedCells } from './suppression.ts';
import { SurveyResultEntity } from './survey.entity.ts';
import type { SurveyGroup, SurveyResult } from './survey.ts';

export const surveyQuery = (manager: EntityManager) =>
  manager.getRepository(SurveyResultEntity).createQueryBuilder('s');

/** One survey: all units that the same group answered for in the same period. */
export const surveyOf = ({ group, period }: Pick<SurveyResult, 'group' | 'period'>): string => `${group}/${period}`;

export interface SurveyConditions {
  readonly group?: SurveyGroup | null | undefined;
  readonly orgId?: string | null | undefined;
  readonly period?: string | null | undefined;
}

/** What is not given does not narrow; the office narrows it to what the viewer may see. */
export function surveysWhere(manager: EntityManager, { group, orgId, period }: SurveyConditions) {
  const query = surveyQuery(manager);
  if (group != null) query.andWhere('s.group = :group', { group });
  if (orgId != null) query.andWhere('s.ownerOrgId = :orgId', { orgId });
  if (period != null) query.andWhere('s.period = :period', { period });
  return query;
}

/** Results of each survey that are withheld, judged over all of them, whoever may see which. */
export async function suppressedOf(
  manager: EntityManager,
  tree: OrgTree,
  surveys: readonly string[],
): Promise<Map<string, Set<string>>> {
  const query = surveyQuery(manager);
  for (const [index, survey] of surveys.entries()) {
    const [group, ...period] = survey.split('/') as [SurveyGroup, ...string[]];
    query.orWhere(`(s.group = :group${index} AND s.period = :period${index})`, {
      [`group${index}`]: group,
      [`period${index}`]: period.join('/'),
    });
  }
  const results = Map.groupBy(await query.getMany(), surveyOf);
  return new Map(
    [...results].map(([survey, rows]) => [
      survey,
      suppressedCells(rows.map(({ id, ownerOrgId, n }) => ({ id, line: tree.lineOf(ownerOrgId), n }))),
    ]),
  );
}
