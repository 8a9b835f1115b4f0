import { describe, expect, it } from '@jest/globals';
import { rulesIn } from './rules-in.mjs';

const said = "{ en: 'No (really).', zh: '不可。' }";

describe('the catalogue of rules', () => {
  it.each([
    ['a guard', `throw guardFailed('SUP-2', ${said});`, 'GUARD_FAILED'],
    [
      'a refusal with more details',
      `refusal(\n 'CONFLICT_SHIFT',\n ${said},\n { ids: f(1), rule: 'SUP-2' },\n)`,
      'CONFLICT_SHIFT',
    ],
    ['an input', `badInput(at ? 'a' : 'b', ${said}, 'SUP-2')`, 'BAD_USER_INPUT'],
  ])('has the rule, code and texts of %s', (_, source, code) => {
    expect(rulesIn(source, 'a.ts')).toEqual([{ rule: 'SUP-2', code, en: 'No (really).', zh: '不可。' }]);
  });

  it('leaves a gap where a text takes something in', () => {
    const source = `guardFailed('SUP-2', { en: \`At most \${most}.\`, zh: \`最多 \${most} 个。\` })`;
    expect(rulesIn(source, 'a.ts')).toMatchObject([{ en: 'At most ….', zh: '最多 … 个。' }]);
  });

  it('passes over what names no rule', () => {
    expect(
      rulesIn(`refusal('INTERNAL', ${said}); badInput('title', ${said}); badInput('title', other)`, 'a.ts'),
    ).toEqual([]);
  });

  it.each([
    ['a rule that is a variable', `guardFailed(rule, ${said})`],
    ['texts that stand elsewhere', "guardFailed('SUP-2', text)"],
    ['texts that are chosen', "guardFailed('SUP-2', { en: a ? 'x' : 'y', zh: '不可' })"],
    ['a refusal whose rule is a variable', `refusal('DUPLICATE', ${said}, { rule })`],
    ['an input whose texts stand elsewhere', "badInput('title', text, 'DOC-7')"],
  ])('refuses %s: it could not be told', (_, source) => {
    expect(() => rulesIn(source, 'a.ts')).toThrow('a.ts: ');
  });
});
