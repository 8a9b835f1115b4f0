import { foldedCode } from '@chengqi/office-kernel';
import { badInput } from '@chengqi/service-kit';

const codePattern = /^[\p{L}\p{Nl}\d][\p{L}\p{Nl}\d._-]{0,31}$/u;

/** A business key, folded: letters and digits, inside also `.`, `_` and `-`, at most 32 characters. */
export function readCode(field: string, value: string): string {
  const code = foldedCode(value);
  if (codePattern.test(code)) return code;
  throw badInput(field, {
    en: `${field} has 1 to 32 letters, digits, "-", "_" or ".".`,
    zh: `${field} 应为 1 至 32 个字母、数字或 - _ .`,
  });
}

/** Exactly one of the two ways to name a thing. */
export function readOneOf(fields: readonly [string, string], values: readonly unknown[]): void {
  if (values.filter((value) => value !== null && value !== undefined).length === 1) return;
  const [first, second] = fields;
  throw badInput(first, { en: `Give either ${first} or ${second}.`, zh: `${first} 与 ${second} 须且只能给出一个。` });
}
