import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { surveyClosed } from '@chengqi/schemas/events/reception';
import { badInput, duplicate } from '@chengqi/service-kit';
import { smallestGroup } from './suppression.ts';
import { SurveyResultEntity } from './survey.entity.ts';
import { type SurveyResult, surveyGroups } from './survey.ts';

/** survey_results.csv: one closed survey of one unit a row; the index of a group under five is not kept. */
export const createSurveyImport = ({ kit }: Foundation) =>
  defineImport({
    act: 'importSurveyResults',
    kind: 'fact',
    key: 'survey_no',
    cells: {
      survey_no: cell.key(),
      group: cell.enumeration(surveyGroups, { required: true }),
      org_code: cell.org({ required: true }),
      period: cell.code({ required: true, max: 32 }),
      n: cell.int({ required: true, min: 0, max: 100_000_000 }),
      index: cell.number({ min: 0, max: 100 }),
      closed_on: cell.day({ required: true }),
    },
    async apply(tx, row) {
      const { survey_no: surveyNo, group, org_code: ownerOrgId, period, n } = row;
      const results = tx.manager.getRepository(SurveyResultEntity);
      const taken = await results.findOneBy([{ surveyNo }, { group, period, ownerOrgId }]);
      if (taken) throw duplicate(taken.id, { en: 'This survey is stored already.', zh: '该调查结果已存在。' });
      const few = n < smallestGroup;
      if (!few && row.index === null) throw badInput('index', { en: 'index is missing', zh: '缺少满意度指数' });
      const result = await tx.insert<SurveyResult>(SurveyResultEntity, {
        id: kit.ids.next('svy'),
        version: 1,
        ownerOrgId,
        secrecyLevel: 'INTERNAL',
        createdAt: tx.now,
        surveyNo,
        group,
        period,
        n,
        index: few ? null : row.index,
        closedOn: row.closed_on,
      });
      await tx.append(
        surveyClosed.create(result, {
          surveyId: result.id,
          group,
          orgId: ownerOrgId,
          period,
          n,
          index: result.index,
          closedOn: result.closedOn,
        }),
      );
      return few && row.index !== null
        ? { outcome: 'NORMALISED', column: 'index', reason: 'R-11: under five answers no index is kept' }
        : undefined;
    },
  });
