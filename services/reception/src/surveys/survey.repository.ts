import type { EntityManager } from 'typeorm';
import type { Foundation } from '../context.ts';
import { suppressedCells } from './suppression.ts';
import { SurveyResultEntity } from './survey.entity.ts';
import type { SurveyGroup, SurveyResult } from './survey.ts';

export const surveyQuery = (manager: EntityManager) =>
  manager.getRepository(SurveyResultEntity).createQueryBuilder('s');

/** One survey: all units that the same group answered for in the same period. */
export const surveyOf = ({ group, period }: Pick<SurveyResult, 'group' | 'period'>): string => `${group}/${period}`;

/** Results of each survey that are withheld, judged over all of them, whoever may see which. */
export async function suppressedOf(
  { kit, office }: Foundation,
  surveys: readonly string[],
): Promise<Map<string, Set<string>>> {
  const tree = await office.orgs.freshTree();
  const query = surveyQuery(kit.db.read);
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
