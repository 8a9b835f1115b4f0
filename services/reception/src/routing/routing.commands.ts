import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  fieldsOf,
  forbidden,
  optionalLine,
  type Request,
  type Transaction,
} from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { CaseRegister } from '../cases/case-register.commands.ts';
import type {
  AddRoutingRuleInput,
  ChangeRoutingRuleInput,
  EndRoutingRuleInput,
  RoutingRuleContentInput,
} from '../generated/graphql.ts';
import { bestMatch, type Match, type MatterFacts } from './matching.ts';
import { RoutingRuleEntity } from './routing-rule.entity.ts';
import { rulesInForce } from './routing-rule.repository.ts';
import type { RoutingRule, RoutingRuleContent } from './routing-rule.ts';
import { asksTheSame, assertAsks, change, end, routingRuleAccess, ruleKeeper } from './routing-rule.workflow.ts';

export type RoutingCommands = ReturnType<typeof createRoutingCommands>;

/** A matter as it looks for its unit, by the id of its place. */
export type Unplaced = Omit<MatterFacts, 'siteLine'>;

/** The rules by which matters find their units. */
export function createRoutingCommands({ kit, office }: Foundation, register: CaseRegister) {
  /** The unit keeps the same register, and so does the area. */
  async function contentOf(
    tx: Transaction,
    input: RoutingRuleContentInput,
    ledgerOrgId: string,
  ): Promise<RoutingRuleContent> {
    const { siteId = null, areaOrgId = null, kind = null, toOrgId } = input;
    const words = fieldsOf({
      topic: () => optionalLine('content.topic', input.topic, 100),
      remark: () => optionalLine('content.remark', input.remark, 500),
    });
    if (siteId !== null) await office.sites.require(tx, 'content.siteId', siteId);
    for (const [field, orgId] of Object.entries({ areaOrgId, toOrgId })) {
      if (orgId !== null) await inRegister(tx, `content.${field}`, orgId, ledgerOrgId);
    }
    const content = { siteId, areaOrgId, kind, toOrgId, ...words };
    assertAsks(content);
    return content;
  }

  async function inRegister(tx: Transaction, field: string, orgId: string, ledgerOrgId: string): Promise<void> {
    await office.orgs.requireActive(tx, field, orgId);
    if ((await register.ledgerOf(tx.manager, orgId, field)) === ledgerOrgId) return;
    throw badInput(field, { en: 'A unit of the same county or city.', zh: '须为同一县（市）的单位。' });
  }

  async function refuseSame(tx: Transaction, ledgerOrgId: string, content: RoutingRuleContent, selfId: string | null) {
    const rules = await rulesInForce(tx.manager, ledgerOrgId);
    const same = rules.find((rule) => rule.id !== selfId && asksTheSame(rule, content));
    if (same) throw duplicate(same.id, { en: 'A rule in force asks the same.', zh: '已有条件相同的分办规则。' });
  }

  return {
    addRoutingRule: (request: Request, input: AddRoutingRuleInput) =>
      office.create({ request, name: 'addRoutingRule', input, entity: RoutingRuleEntity }, async (tx) => {
        const ownerOrgId = await register.ledgerOf(tx.manager, input.orgId, 'orgId');
        if (!request.actor.holds(ruleKeeper, ownerOrgId)) throw forbidden();
        const content = await contentOf(tx, input.content, ownerOrgId);
        await refuseSame(tx, ownerOrgId, content, null);
        const row: RoutingRule = {
          ...content,
          id: kit.ids.next('rtr'),
          status: 'ACTIVE',
          version: 1,
          ownerOrgId,
          secrecyLevel: 'PUBLIC',
          createdAt: tx.now,
          updatedAt: tx.now,
          changedById: request.actor.personId,
        };
        return { row, events: [], role: ruleKeeper };
      }),

    changeRoutingRule: (request: Request, input: ChangeRoutingRuleInput) =>
      office.act(
        {
          ...{ request, name: 'changeRoutingRule', input, id: input.ruleId },
          ...{ entity: RoutingRuleEntity, access: routingRuleAccess, action: 'CHANGE' },
        },
        async (rule, act, tx) => {
          const content = await contentOf(tx, input.content, rule.ownerOrgId);
          await refuseSame(tx, rule.ownerOrgId, content, rule.id);
          return change(rule, act, content);
        },
      ),

    endRoutingRule: (request: Request, input: EndRoutingRuleInput) =>
      office.act(
        {
          ...{ request, name: 'endRoutingRule', input, id: input.ruleId },
          ...{ entity: RoutingRuleEntity, access: routingRuleAccess, action: 'END' },
        },
        end,
      ),

    /** The rule of a register that fits a matter most closely. @throws DomainError REFERENCE_UNKNOWN for its place */
    async routeOf(manager: EntityManager, ledgerOrgId: string, facts: Unplaced): Promise<Match | null> {
      const { siteId } = facts;
      const site = siteId === null ? null : await office.sites.require({ manager }, 'siteId', siteId);
      const siteLine = site === null ? [] : office.orgs.tree.lineOf(site.orgId);
      return bestMatch(await rulesInForce(manager, ledgerOrgId), { ...facts, siteLine });
    },
  };
}
