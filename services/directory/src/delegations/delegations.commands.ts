import type { Foundation } from '@chengqi/office-kernel';
import {
  badInput,
  duplicate,
  eachOf,
  fieldsOf,
  forbidden,
  guardFailed,
  lineOf,
  notFound,
  type Request,
  referenceUnknown,
  refusal,
  type Transaction,
} from '@chengqi/service-kit';
import type { DelegateInput, RevokeDelegationInput } from '../generated/graphql.ts';
import { lockTree } from '../orgs/org.repository.ts';
import { findPerson } from '../people/person.repository.ts';
import { isConfirmed, isProposed, type Post } from '../people/person.ts';
import { oversees } from '../people/proposal.repository.ts';
import { DelegationEntity } from './delegation.entity.ts';
import { findPost, findRunning } from './delegation.repository.ts';
import { type Delegation, mayBeDelegated } from './delegation.ts';
import { changed, delegationAccess, delegationSubject, revoke } from './delegation.workflow.ts';

const dayMilliseconds = 86_400_000;
const mostDays = 90;
/** Running ones that one person gave, and as many received: every token carries them. */
const mostRunning = 10;

/** Handing roles of one's own post to somebody for a while, and ending that before its time; each answers the delegation's id. */
export function createDelegationCommands({ kit: { ids, db }, office }: Foundation) {
  /** Nobody else than the holder, and neither who only stands in for the holder: what is delegated is not handed on. */
  async function requireOwnPost(tx: Transaction, { actor, viewer }: Request, id: string): Promise<Post> {
    const post = await findPost(tx.manager, id);
    if (!post || (isProposed(post) && post.personId !== viewer.personId && !oversees(actor, post)))
      throw notFound('Post');
    if (post.personId !== viewer.personId) throw forbidden();
    return post;
  }

  async function receiverOf(tx: Transaction, { personId }: Post, toId: string): Promise<string> {
    if (toId === personId) throw badInput('toId', { en: 'Name somebody else.', zh: '不能授权给本人。' }, 'O-9');
    const receiver = await findPerson(tx.manager, toId);
    if (receiver === null) throw referenceUnknown('toId', toId, false);
    if (receiver.status === 'ACTIVE') return toId;
    throw badInput('toId', { en: 'This person has left.', zh: '该人员已离职。' }, 'O-9');
  }

  /** @throws DomainError DUPLICATE for a role given to the same person at the same time, LIMIT_EXCEEDED beside ten running ones */
  async function refuseCrowd(tx: Transaction, coming: Delegation): Promise<void> {
    const known = await findRunning(tx.manager, [coming.fromId, coming.toId], tx.now);
    const same = known.find(
      ({ postId, toId, roles, validFrom, validTo }) =>
        postId === coming.postId &&
        toId === coming.toId &&
        roles.some((role) => coming.roles.includes(role)) &&
        validFrom < coming.validTo &&
        coming.validFrom < validTo,
    );
    if (same)
      throw duplicate(same.id, {
        en: 'One of the roles is delegated to this person in that period already.',
        zh: '该时段内已将其中的角色授权给此人。',
      });
    const given = known.filter(({ fromId }) => fromId === coming.fromId).length;
    const received = known.filter(({ toId }) => toId === coming.toId).length;
    if (Math.max(given, received) < mostRunning) return;
    throw refusal('LIMIT_EXCEEDED', {
      en: `Nobody gives or has more than ${mostRunning} delegations at a time.`,
      zh: `每人同时授出或承接的授权不得超过 ${mostRunning} 项。`,
    });
  }

  const delegate = (request: Request, input: DelegateInput): Promise<string> =>
    office.create({ request, name: 'delegate', input, entity: DelegationEntity }, async (tx) => {
      await lockTree(tx.manager, db.dialect);
      const post = await requireOwnPost(tx, request, input.postId);
      if (!isConfirmed(post) || post.orgId === null)
        throw guardFailed('O-9', { en: 'This post has no roles to delegate.', zh: '该岗位没有可授权的角色。' });
      const facts = readDelegation(input, post, tx.now);
      const delegation: Delegation = {
        ...facts,
        id: ids.next('dlg'),
        status: 'GRANTED',
        ownerOrgId: post.orgId,
        fromId: post.personId,
        toId: await receiverOf(tx, post, input.toId),
        postId: post.id,
        revokedAt: null,
        revokedById: null,
        version: 1,
        createdAt: tx.now,
        updatedAt: tx.now,
      };
      await refuseCrowd(tx, delegation);
      return { row: delegation, events: [changed(delegation)], role: null, reason: facts.reason };
    });

  const revokeDelegation = (request: Request, input: RevokeDelegationInput): Promise<string> =>
    office.act(
      {
        request,
        name: 'revokeDelegation',
        input,
        entity: DelegationEntity,
        access: delegationAccess,
        action: 'REVOKE',
        id: async ({ manager }) => {
          await lockTree(manager, db.dialect);
          const found = await manager.getRepository(DelegationEntity).findOneBy({ id: input.delegationId });
          if (found) return found;
          throw notFound('Delegation');
        },
        subject: (delegation, { now }) => delegationSubject(delegation, now),
      },
      revoke,
    );

  return { delegate, revoke: revokeDelegation };
}

function readDelegation({ roles, validFrom, validTo, reason }: DelegateInput, post: Post, now: Date) {
  const start = validFrom ?? now;
  return fieldsOf({
    roles: () => [...new Set(eachOf('roles', roles, { min: 1, max: 30 }, (role, path) => readRole(role, path, post)))],
    validFrom: () => readStart(start, now),
    validTo: () => readEnd(validTo, start, now),
    reason: () => lineOf('reason', reason, 200),
  });
}

function readRole(role: string, path: string, post: Post): string {
  if (!post.roles.includes(role))
    throw badInput(path, { en: 'The post does not carry this role.', zh: '该岗位没有此角色。' }, 'O-9');
  if (mayBeDelegated(role)) return role;
  throw badInput(path, { en: `${role} is not delegated.`, zh: `角色 ${role} 不得授权他人行使。` }, 'O-9');
}

function readStart(start: Date, now: Date): Date {
  if (start < now)
    throw badInput('validFrom', { en: 'It does not begin in the past.', zh: '起始时间不能早于现在。' }, 'O-9');
  if (start.getTime() - now.getTime() <= mostDays * dayMilliseconds) return start;
  throw badInput(
    'validFrom',
    { en: `It begins within ${mostDays} days.`, zh: `起始时间应在 ${mostDays} 天之内。` },
    'O-9',
  );
}

function readEnd(end: Date, start: Date, now: Date): Date {
  if (end <= start || end <= now)
    throw badInput('validTo', { en: 'It ends after it began.', zh: '终止时间应晚于起始时间。' }, 'O-9');
  if (end.getTime() - start.getTime() <= mostDays * dayMilliseconds) return end;
  throw badInput(
    'validTo',
    { en: `It lasts ${mostDays} days at most.`, zh: `授权期限不得超过 ${mostDays} 天。` },
    'O-9',
  );
}
