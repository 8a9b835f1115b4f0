import { type Foundation, isAbove } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import { badInput, fieldsOf, guardFailed, type Request, type Transaction } from '@chengqi/service-kit';
import type { GrantClearanceInput, RevokeClearanceInput } from '../generated/graphql.ts';
import { findLine, findOrg } from '../orgs/org.repository.ts';
import { classifyingRightOf } from '../orgs/org.workflow.ts';
import type { PeopleCommands } from './people.commands.ts';
import { type Person, uncleared } from './person.ts';
import { refuseAboveRight } from './person.workflow.ts';
import type { Posts } from './posts.commands.ts';

export interface ClearanceFacts {
  readonly clearance: SecrecyLevel;
  readonly clearanceValidTo: string | null;
}

/** Granting and revoking; the gateway asks for claims anew within the minute, so access ends as fast. */
export function createClearanceCommands({ kit: { clock } }: Foundation, posts: Posts, people: PeopleCommands) {
  /** @throws DomainError GUARD_FAILED O-5 above the right of the person's unit; answers the person unchanged when nothing changes */
  async function put(tx: Transaction, person: Person, facts: ClearanceFacts, role: string | null): Promise<Person> {
    const { clearance, clearanceValidTo } = facts;
    if (person.clearance === clearance && person.clearanceValidTo === clearanceValidTo) return person;
    if (isAbove(clearance, uncleared)) refuseAboveRight(clearance, await rightOver(tx, person));
    return posts.settle(tx, person, { clearance, clearanceValidTo }, ['clearance'], role);
  }

  const grant = (request: Request, input: GrantClearanceInput): Promise<string> =>
    people.onPerson(
      request,
      { name: 'grantClearance', input, action: 'GRANT_CLEARANCE', find: people.byId(input.personId) },
      (tx, person, act) => put(tx, person, readClearance(input, clock.today(tx.now)), act.role),
    );

  const revoke = (request: Request, input: RevokeClearanceInput): Promise<string> =>
    people.onPerson(
      request,
      { name: 'revokeClearance', input, action: 'REVOKE_CLEARANCE', find: people.byId(input.personId) },
      (tx, person, act) => put(tx, person, { clearance: uncleared, clearanceValidTo: null }, act.role),
    );

  return { grant, revoke, put };
}

async function rightOver(tx: Transaction, { primaryOrgId }: Person): Promise<SecrecyLevel> {
  const org = primaryOrgId === null ? null : await findOrg(tx.manager, primaryOrgId);
  if (org) return classifyingRightOf(await findLine(tx.manager, org));
  throw guardFailed('O-5', {
    en: 'Without a post no unit can clear this person.',
    zh: '该人员没有岗位，无机构可授予资格。',
  });
}

const readClearance = ({ secrecyLevel, validTo }: GrantClearanceInput, today: string): ClearanceFacts =>
  fieldsOf({
    clearance: () => readLevel(secrecyLevel),
    clearanceValidTo: () => readEnd(validTo ?? null, today),
  });

function readLevel(level: SecrecyLevel): SecrecyLevel {
  if (isAbove(level, uncleared)) return level;
  throw badInput('secrecyLevel', {
    en: 'Everybody reads INTERNAL without a clearance.',
    zh: '内部及以下无需涉密资格。',
  });
}

function readEnd(validTo: string | null, today: string): string | null {
  if (validTo === null || validTo >= today) return validTo;
  throw badInput('validTo', { en: 'A clearance does not end in the past.', zh: '有效期不能早于今天。' });
}
