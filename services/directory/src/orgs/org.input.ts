import { badInput, lineOf, optionalLine } from '@chengqi/service-kit';
import type { CreateOrgInput } from '../generated/graphql.ts';
import { readCode } from '../input.ts';
import type { OrgFacts } from './org.ts';

const mostDocCodes = 20;

/** Checks what is written into a unit; the place in the tree is checked with the tree. */
export function readOrgFacts(input: Omit<CreateOrgInput, 'parentId' | 'idempotencyKey'>): OrgFacts {
  const docCodes = (input.docCodes ?? []).map((code) => lineOf('docCodes', code, 32));
  if (docCodes.length > mostDocCodes || new Set(docCodes).size < docCodes.length) {
    throw badInput('docCodes', {
      en: `At most ${mostDocCodes} different abbreviations.`,
      zh: `代字最多 ${mostDocCodes} 个且不得重复。`,
    });
  }
  return {
    code: readCode('code', input.code),
    name: lineOf('name', input.name, 200),
    shortName: lineOf('shortName', input.shortName, 100),
    level: input.level,
    kind: input.kind,
    docCodes,
    fondsCode: optionalLine('fondsCode', input.fondsCode, 64),
    dutyPhone: optionalLine('dutyPhone', input.dutyPhone, 40),
    reportingUnit: input.reportingUnit ?? false,
    classifyingRight: input.classifyingRight ?? null,
  };
}
