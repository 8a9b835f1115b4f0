import type { CaseKind } from '@chengqi/schemas/events/reception';
import type { RoutingRule, RoutingRuleContent } from './routing-rule.ts';

/** On what a rule may fit, the most telling first: a place outweighs all the others together. */
export const routingGrounds = ['SITE', 'TOPIC', 'AREA', 'KIND'] as const;
export type RoutingGround = (typeof routingGrounds)[number];

/** A matter that looks for its unit. */
export interface MatterFacts {
  readonly kind: CaseKind;
  readonly title: string;
  readonly topicKey: string | null;
  readonly siteId: string | null;
  /** Organisations from the root down to the one that the place belongs to. */
  readonly siteLine: readonly string[];
}

export interface Match {
  readonly rule: RoutingRule;
  readonly matchedOn: readonly RoutingGround[];
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '').toLowerCase();

const fits: Readonly<Record<RoutingGround, (rule: RoutingRuleContent, facts: MatterFacts) => boolean | null>> = {
  SITE: ({ siteId }, facts) => (siteId === null ? null : siteId === facts.siteId),
  TOPIC: ({ topic }, { topicKey, title }) =>
    topic === null ? null : plain(topicKey ?? '') === plain(topic) || plain(title).includes(plain(topic)),
  AREA: ({ areaOrgId }, { siteLine }) => (areaOrgId === null ? null : siteLine.includes(areaOrgId)),
  KIND: ({ kind }, facts) => (kind === null ? null : kind === facts.kind),
};

/** What a rule asks. */
export const asksOf = (rule: RoutingRuleContent): RoutingGround[] => {
  const asks = { SITE: rule.siteId, TOPIC: rule.topic, AREA: rule.areaOrgId, KIND: rule.kind };
  return routingGrounds.filter((ground) => asks[ground] !== null);
};

/** A binary number with a place for each ground, so that no sum of lesser grounds outweighs a greater one. */
const weightOf = (grounds: readonly RoutingGround[]): number =>
  routingGrounds.reduce((sum, ground) => sum * 2 + (grounds.includes(ground) ? 1 : 0), 0);

/** The nearer area is the closer description of a place, the longer topic that of a matter. */
const closeness = ({ areaOrgId, topic }: RoutingRule, { siteLine }: MatterFacts): number =>
  (areaOrgId === null ? 0 : siteLine.indexOf(areaOrgId) * 1000) + (topic?.length ?? 0);

/**
 * The rule that asks most closely among those of which everything holds; of equal ones the oldest, so that the answer
 * does not depend on chance. `rules` come oldest first.
 */
export function bestMatch(rules: readonly RoutingRule[], facts: MatterFacts): Match | null {
  const matches = rules
    .filter((rule) => routingGrounds.every((ground) => fits[ground](rule, facts) !== false))
    .map((rule) => ({ rule, matchedOn: asksOf(rule) }));
  const [best = null] = matches.toSorted(
    (a, b) => weightOf(b.matchedOn) - weightOf(a.matchedOn) || closeness(b.rule, facts) - closeness(a.rule, facts),
  );
  return best;
}
