import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  fieldsOf,
  forbidden,
  guardFailed,
  notFound,
  type PageArguments,
  type Request,
  type Transaction,
  textOf,
} from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { coverContacts } from '../contacts/contact.ts';
import type { Contacts } from '../contacts/contacts.repository.ts';
import type { BlockVisitorInput, UnblockVisitorInput } from '../generated/graphql.ts';
import { BlockedVisitorEntity } from './blocked-visitor.entity.ts';
import { blocksOf, findRunning, holdRunning } from './blocked-visitor.repository.ts';
import { type BlockedVisitor, blockOn } from './blocked-visitor.ts';
import { blockAccess, blockingRoles, blockReadingRoles, lift } from './blocked-visitor.workflow.ts';
import { VisitEntity } from './visit.entity.ts';
import type { Visit } from './visit.ts';
import { visitAccess } from './visit.workflow.ts';

export type BlockedVisitors = ReturnType<typeof createBlockedVisitors>;

/** Whom the doors of a unit and of those below it are closed to. */
export function createBlockedVisitors({ kit, office }: Foundation, contacts: Contacts) {
  /** By visit: the block that keeps its visitor out at the moment. */
  async function onVisits(
    manager: EntityManager,
    visits: readonly Visit[],
    now: Date,
  ): Promise<Map<string, BlockedVisitor>> {
    const people = await contacts.of(
      manager,
      visits.map(({ id }) => id),
    );
    const blocks = await findRunning(manager, [...people.values()].flat(), now);
    const { tree } = office.orgs;
    return new Map(
      visits.flatMap((visit) => {
        const block = blockOn(visit, people.get(visit.id)?.[0], blocks, tree);
        return block === null ? [] : [[visit.id, block] as const];
      }),
    );
  }

  /** The window of a unit knows the blocks of those above, too; nobody else's are told. */
  const mayRead = ({ viewer }: Request, { ownerOrgId }: BlockedVisitor): boolean =>
    viewer.posts.some(
      ({ roles, scopeOrgId }) =>
        blockReadingRoles.some((name) => roles.includes(name)) &&
        (office.orgs.tree.covers(scopeOrgId, ownerOrgId) ||
          (scopeOrgId !== null && office.orgs.tree.covers(ownerOrgId, scopeOrgId))),
    );

  async function requireBlock(tx: Transaction, request: Request, id: string): Promise<BlockedVisitor> {
    const found = await office.require(tx, request, BlockedVisitorEntity, id, blockAccess);
    if (!mayRead(request, found)) throw notFound(blockAccess.type);
    return found;
  }

  /** The place's unit where the viewer answers for it, else the unit visited. */
  function closing(request: Request, { siteOrgId, ownerOrgId }: Visit): { orgId: string; role: string } {
    for (const orgId of [siteOrgId, ownerOrgId]) {
      const role = blockingRoles.find((name) => request.actor.holds(name, orgId));
      if (role !== undefined) return { orgId, role };
    }
    throw forbidden();
  }

  return {
    onVisits,

    /** The one on a visit, with what the table of visits asks of it. */
    withBlock: async (visit: Visit, { manager, now }: Pick<Transaction, 'manager' | 'now'>) => ({
      ...visit,
      block: (await onVisits(manager, [visit], now)).get(visit.id) ?? null,
    }),

    async readByIds(request: Request, ids: readonly string[]): Promise<Map<string, BlockedVisitor>> {
      const found = await office.readByIds(request, BlockedVisitorEntity, ids, blockAccess);
      return new Map([...found].filter(([, block]) => mayRead(request, block)));
    },

    /** Blocks that hold or held for the unit, made by it or above it. */
    page(request: Request, orgId: string, paging: PageArguments) {
      if (!blockReadingRoles.some((name) => request.actor.holds(name, orgId))) throw forbidden();
      const query = blocksOf(kit.db.read, office.orgs.tree.lineOf(orgId));
      return office.page(request, query, blockAccess, { ...paging, orderBy: { createdAt: 'DESC' } });
    },

    blockVisitor: (request: Request, input: BlockVisitorInput) =>
      office.create({ request, name: 'blockVisitor', input, entity: BlockedVisitorEntity }, async (tx) => {
        const visit = await office.require(tx, request, VisitEntity, input.visitId, visitAccess);
        const { orgId, role } = closing(request, visit);
        const people = (await contacts.of(tx.manager, [visit.id])).get(visit.id) ?? [];
        const { reason, until } = fieldsOf({
          reason: () => coverContacts(textOf('reason', input.reason, 400), people),
          until: () => laterThan(tx.now, input.until),
        });
        const { phoneHash = null, idHash = null } = people[0] ?? {};
        if (phoneHash === null && idHash === null) throw unknownVisitor();
        const running = await holdRunning(tx, { phoneHash, idHash });
        const same = running.find(({ ownerOrgId, ...block }) => ownerOrgId === orgId && block.idHash === idHash);
        if (same) throw blockedAlready(same.id);
        const block: BlockedVisitor = {
          id: kit.ids.next('blv'),
          status: 'ACTIVE',
          version: 1,
          ownerOrgId: orgId,
          secrecyLevel: 'INTERNAL',
          createdAt: tx.now,
          updatedAt: tx.now,
          visitId: visit.id,
          phoneHash,
          idHash,
          reason,
          until,
          blockedById: request.viewer.personId,
          liftedAt: null,
          liftedById: null,
          liftReason: null,
        };
        return { row: block, events: [], role, reason };
      }),

    unblockVisitor: (request: Request, input: UnblockVisitorInput) =>
      office.act(
        {
          ...{ request, name: 'unblockVisitor', input, action: 'LIFT' },
          ...{ entity: BlockedVisitorEntity, access: blockAccess },
          id: (tx) => requireBlock(tx, request, input.blockedVisitorId),
        },
        async (block, act, tx) => {
          const people = (await contacts.of(tx.manager, [block.visitId])).get(block.visitId) ?? [];
          const reason = coverContacts(textOf('reason', input.reason, 400), people);
          return { ...lift(block, act, reason), reason };
        },
      ),
  };
}

function laterThan(now: Date, until: Date): Date {
  if (until > now) return until;
  throw badInput('until', { en: 'A block ends in the future.', zh: '限制期限须晚于当前时间。' });
}

/** A name alone would close the doors to everybody who has it. */
const unknownVisitor = () =>
  guardFailed('R-BLOCKED', {
    en: 'Nobody can be told by a name alone: the visit has neither number nor id document.',
    zh: '该来访未登记联系电话或证件号码，无法列入限制名单。',
  });

const blockedAlready = (id: string) =>
  duplicate(id, { en: 'This visitor is blocked already.', zh: '该来访人员已在限制名单中。' });
