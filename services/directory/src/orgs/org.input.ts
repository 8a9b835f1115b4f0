import { badInput } from '@chengqi/service-kit';
import type { CreateOrgInput } from '../generated/graphql.ts';
import { readCode, readOptionalText, readText } from '../input.ts';
import type { OrgFacts } from './org.ts';

const mostDocCodes = 20;

/** Checks what is written into a unit; the place in the tree is checked with the tree. */
export function readOrgFacts(input: Omit<CreateOrgInput, 'parentId' | 'idempotencyKey'>): OrgFacts {
  const docCodes = (input.docCodes ?? []).map((code) => readText('docCodes', code, 32));
  if (docCodes.length > mostDocCodes || new Set(docCodes).size < docCodes.length) {
    throw badInput('docCodes', {
      en: `At most ${mostDocCodes} different abbreviations.`,
      zh: `代字最多 ${mostDocCodes} 个且不得重复。`,
    });
  }
  return {
    code: readCode('code', input.code),
    name: readText('name', input.name, 200),
    shortName: readText('shortName', input.shortName, 100),
    level: input.level,
    kind: input.kind,
    docCodes,
    fondsCode: readOptionalText('fondsCode', input.fondsCode, 64),
    dutyPhone: readOptionalText('dutyPhone', input.dutyPhone, 40),
    reportingUnit: input.reportingUnit ?? false,
    classifyingRight: input.classifyingRight ?? null,
  };
}
