import { type Act, type Foundation, isAbove } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import { badInput, fieldsOf, guardFailed, type Request, type Transaction } from '@chengqi/service-kit';
import type { GrantClearanceInput, RevokeClearanceInput } from '../generated/graphql.ts';
import { findLine, findOrg } from '../orgs/org.repository.ts';
import { classifyingRightOf } from '../orgs/org.workflow.ts';
import type { PeopleCommands } from './people.commands.ts';
import { nothingProposed, type Person, uncleared } from './person.ts';
import { refuseAboveRight } from './person.workflow.ts';
import type { Posts } from './posts.commands.ts';

export interface ClearanceFacts {
  readonly clearance: SecrecyLevel;
  readonly clearanceValidTo: string | null;
}

/** Proposing and taking back; the gateway asks for claims anew within the minute, so access ends as fast. */
export function createClearanceCommands({ kit: { clock } }: Foundation, posts: Posts, people: PeopleCommands) {
  /** @throws DomainError GUARD_FAILED O-5 above the right of the person's unit */
  async function propose(tx: Transaction, person: Person, facts: ClearanceFacts, act: Act): Promise<void> {
    refuseAboveRight(facts.clearance, await rightOver(tx, person));
    const changes = proposalOf(person, facts, act.by);
    if (changes !== null) await posts.settle(tx, person, changes, [], act.role);
  }

  async function takeBack(tx: Transaction, person: Person, { role }: Act): Promise<void> {
    const facets = isAbove(person.clearance, uncleared) ? (['clearance'] as const) : [];
    const changes = { clearance: uncleared, clearanceValidTo: null, ...nothingProposed };
    await posts.settle(tx, person, changes, facets, role);
  }

  const grant = (request: Request, input: GrantClearanceInput): Promise<string> =>
    people.onPerson(
      request,
      { name: 'grantClearance', input, action: 'GRANT_CLEARANCE', find: people.byId(input.personId) },
      (tx, person, act) => propose(tx, person, readClearance(input, clock.today(tx.now)), act),
    );

  const revoke = (request: Request, input: RevokeClearanceInput): Promise<string> =>
    people.onPerson(
      request,
      { name: 'revokeClearance', input, action: 'REVOKE_CLEARANCE', find: people.byId(input.personId) },
      takeBack,
    );

  return { grant, revoke };
}

/** What a person's entry becomes when somebody proposes this; null where it is in force or proposed like that already. */
export function proposalOf(
  person: Person,
  { clearance, clearanceValidTo }: ClearanceFacts,
  proposedById: string | null,
): Partial<Person> | null {
  const { proposedClearance, proposedClearanceValidTo } = person;
  const inForce = person.clearance === clearance && person.clearanceValidTo === clearanceValidTo;
  const proposed = proposedClearance === clearance && proposedClearanceValidTo === clearanceValidTo;
  if (proposed || (inForce && proposedClearance === null)) return null;
  if (inForce) return nothingProposed;
  return {
    proposedClearance: clearance,
    proposedClearanceValidTo: clearanceValidTo,
    clearanceProposedById: proposedById,
  };
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
