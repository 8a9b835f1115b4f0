import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestMatch, type MatterFacts, routingGrounds } from './matching.ts';
import type { RoutingRule } from './routing-rule.ts';

const at = new Date('2026-09-14T01:00:00Z');
let made = 0;
const aRule = (content: Partial<RoutingRule>): RoutingRule => {
  made += 1;
  return {
    ...{ id: `rtr_${made}`, status: 'ACTIVE', version: 1, ownerOrgId: 'county', secrecyLevel: 'PUBLIC' },
    ...{ createdAt: at, updatedAt: at, changedById: null, remark: null },
    ...{ siteId: null, areaOrgId: null, topic: null, kind: null, toOrgId: 'org_1' },
    ...content,
  };
};
const facts = (changes: Partial<MatterFacts> = {}): MatterFacts => ({
  ...{ kind: 'HOTLINE', title: '反映学校门口路灯不亮', topicKey: null, siteId: 'sit_1' },
  siteLine: ['county', 'town', 'village'],
  ...changes,
});

describe('a matter finds its unit', () => {
  it('by place before topic, topic before area, area before kind', () => {
    const byKind = aRule({ kind: 'HOTLINE' });
    const byArea = aRule({ areaOrgId: 'town', kind: 'HOTLINE' });
    const byTopic = aRule({ topic: '路灯' });
    const bySite = aRule({ siteId: 'sit_1' });
    const rules = [byKind, byArea, byTopic, bySite];

    expect(bestMatch(rules, facts())).toEqual({ rule: bySite, matchedOn: ['SITE'] });
    expect(bestMatch(rules, facts({ siteId: 'sit_2' }))).toEqual({ rule: byTopic, matchedOn: ['TOPIC'] });
    expect(bestMatch(rules, facts({ siteId: 'sit_2', title: '噪声' }))).toEqual({
      rule: byArea,
      matchedOn: ['AREA', 'KIND'],
    });
    expect(bestMatch(rules, facts({ siteId: null, siteLine: [], title: '噪声' }))?.rule).toBe(byKind);
    expect(bestMatch(rules, facts({ siteId: null, siteLine: [], title: '噪声', kind: 'CONSULT' }))).toBeNull();
  });

  it('by the nearer area and by the closer topic', () => {
    const county = aRule({ areaOrgId: 'county' });
    const village = aRule({ areaOrgId: 'village' });
    const lamp = aRule({ topic: '路灯' });
    const schoolLamp = aRule({ topic: '学校门口路灯' });

    expect(bestMatch([county, village], facts())?.rule).toBe(village);
    expect(bestMatch([lamp, schoolLamp], facts())?.rule).toBe(schoolLamp);
  });

  it('however the topic is written: as the key, or in the title with other widths and blanks', () => {
    const rule = aRule({ topic: 'ETC 办理' });

    expect(bestMatch([rule], facts({ title: '询问ＥＴＣ办理' }))?.rule).toBe(rule);
    expect(bestMatch([rule], facts({ topicKey: 'etc办理' }))?.rule).toBe(rule);
    expect(bestMatch([rule], facts())).toBeNull();
  });

  it('by the oldest of equal rules', () => {
    const [first, second] = [aRule({ topic: '路灯' }), aRule({ topic: '门口' })];

    expect(bestMatch([first, second], facts())?.rule).toBe(first);
  });

  it('never by a rule of which something does not hold, and never worse than a rule that asks less', () => {
    const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: null });
    const content = fc.record({
      siteId: maybe('sit_1', 'sit_2'),
      areaOrgId: maybe('county', 'town', 'other'),
      topic: maybe('路灯', '噪声'),
      kind: maybe('HOTLINE' as const, 'CONSULT' as const),
    });
    fc.assert(
      fc.property(fc.array(content, { maxLength: 12 }), (contents) => {
        const rules = contents.map(aRule);
        const holds = (rule: RoutingRule) =>
          (rule.siteId ?? 'sit_1') === 'sit_1' &&
          ['county', 'town', null].includes(rule.areaOrgId) &&
          (rule.topic ?? '路灯') === '路灯' &&
          (rule.kind ?? 'HOTLINE') === 'HOTLINE';
        const best = bestMatch(rules, facts());

        expect(best === null).toBe(!rules.some(holds));
        if (best === null) return;
        expect(holds(best.rule)).toBe(true);
        const first = (rule: RoutingRule) =>
          routingGrounds.findIndex((_, index) => [rule.siteId, rule.topic, rule.areaOrgId, rule.kind][index] !== null);
        const least = Math.min(...rules.filter(holds).map((rule) => (first(rule) < 0 ? 9 : first(rule))));
        expect(first(best.rule) < 0 ? 9 : first(best.rule)).toBe(least);
      }),
    );
  });
});
