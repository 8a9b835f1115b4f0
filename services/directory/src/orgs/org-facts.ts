import { codeOf, optionalCode } from '@chengqi/office-kernel';
import { badInput, eachOf, fieldsOf, lineOf, optionalLine } from '@chengqi/service-kit';
import type { CreateOrgInput } from '../generated/graphql.ts';
import { readCode } from '../input.ts';
import type { OrgFacts } from './org.ts';

const mostDocCodes = 20;

/** DOC-1: the part of a document number before its year. */
const docCodePattern = /^[^\s〔〕]{1,12}$/u;

/** Stands in archival codes, whose levels `-` and `·` separate (ARC-1). */
const fondsCodePattern = /^[\p{L}\p{N}]{1,16}$/u;

/** Checks what is written into a unit; the place in the tree is checked with the tree. */
export function readOrgFacts(input: Omit<CreateOrgInput, 'parentId' | 'idempotencyKey'>): OrgFacts {
  return {
    ...fieldsOf({
      code: () => readCode('code', input.code),
      name: () => lineOf('name', input.name, 200),
      shortName: () => lineOf('shortName', input.shortName, 100),
      docCodes: () => readDocCodes(input.docCodes),
      fondsCode: () => readFondsCode(optionalCode('fondsCode', input.fondsCode, 16)),
      dutyPhone: () => optionalLine('dutyPhone', input.dutyPhone, 40),
    }),
    level: input.level,
    kind: input.kind,
    reportingUnit: input.reportingUnit ?? false,
    classifyingRight: input.classifyingRight ?? null,
  };
}

function readDocCodes(given: CreateOrgInput['docCodes']): string[] {
  const bounds = { max: mostDocCodes };
  const codes = eachOf('docCodes', given, bounds, (code, path) => readDocCode(path, codeOf(path, code, 12)));
  if (new Set(codes).size === codes.length) return codes;
  throw badInput('docCodes', { en: 'Each abbreviation once.', zh: '代字不得重复。' });
}

function readDocCode(path: string, code: string): string {
  if (docCodePattern.test(code)) return code;
  throw badInput(path, {
    en: 'An abbreviation has 1 to 12 characters, no blanks and no brackets.',
    zh: '代字应为 1 至 12 个字符，不含空格和六角括号。',
  });
}

function readFondsCode(code: string | null): string | null {
  if (code === null || fondsCodePattern.test(code)) return code;
  throw badInput('fondsCode', {
    en: 'A fonds code has 1 to 16 letters and digits.',
    zh: '全宗号应为 1 至 16 个字母或数字。',
  });
}
