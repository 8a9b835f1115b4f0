import { badInput, eachOf, fieldsOf, lineOf, numberOf, optionalLine, refusal } from '@chengqi/service-kit';
import { maxRepresentatives } from '../cases/case.ts';
import type { CaseApplicantInput } from '../generated/graphql.ts';

/** Who asks, and who speaks for them. */
export interface Applicant {
  readonly name: string | null;
  readonly phone: string | null;
  readonly anonymous: boolean;
  readonly confidential: boolean;
  readonly jointCount: number;
  readonly representatives: readonly { readonly name: string; readonly phone: string | null }[];
}

export function applicantOf(input: CaseApplicantInput): Applicant {
  const representatives = input.representatives ?? [];
  if (representatives.length > maxRepresentatives) {
    throw refusal(
      'LIMIT_EXCEEDED',
      { en: 'At most 5 representatives.', zh: '集体访应当推选代表，代表不得超过5人。' },
      { rule: 'R-6' },
    );
  }
  return {
    ...fieldsOf({
      name: () => nameOf(input),
      phone: () => optionalLine('applicant.phone', input.phone, 40),
      jointCount: () => numberOf('applicant.jointCount', input.jointCount ?? 1, 1, 10_000),
      representatives: () =>
        eachOf('applicant.representatives', representatives, { max: maxRepresentatives }, ({ name, phone }, path) =>
          fieldsOf({
            name: () => lineOf(`${path}.name`, name, 100),
            phone: () => optionalLine(`${path}.phone`, phone, 40),
          }),
        ),
    }),
    anonymous: input.anonymous ?? false,
    confidential: input.confidential ?? false,
  };
}

function nameOf({ name, anonymous }: CaseApplicantInput): string | null {
  const given = optionalLine('applicant.name', name, 100);
  if (anonymous) return null;
  if (given === null) throw badInput('applicant.name', { en: 'A name, or anonymous.', zh: '请填写姓名或选择匿名。' });
  return given;
}
