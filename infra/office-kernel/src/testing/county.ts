import type { SecrecyLevel } from '@chengqi/schemas';
import {
  calendarPublished,
  clearanceChanged,
  type dayTypes,
  orgChanged,
  personChanged,
  postsChanged,
  siteChanged,
} from '@chengqi/schemas/events/directory';
import { systemIds, type Viewer } from '@chengqi/service-kit';
import type { TestService } from '@chengqi/service-kit/testing';

type Delivering = Pick<TestService, 'deliver'>;

/** An org of the test county. */
export interface TestOrg {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly path: string;
}

interface OrgFacts {
  readonly code: string;
  readonly name: string;
  readonly level: 'COUNTY' | 'TOWN' | 'DEPT' | 'DIVISION';
  readonly parent?: TestOrg | null;
  readonly docCodes?: readonly string[];
  readonly fondsCode?: string | null;
}

/** Announces an org as directory would. */
export async function deliverOrg(office: Delivering, facts: OrgFacts): Promise<TestOrg> {
  const id = systemIds.next('org');
  const { code, name, level, parent = null, docCodes = [], fondsCode = null } = facts;
  const path = `${parent?.path ?? '/'}${id}/`;
  await office.deliver(orgChanged, id, {
    id,
    code,
    name,
    shortName: name,
    level,
    kind: 'GOV',
    parentId: parent?.id ?? null,
    path,
    docCodes: [...docCodes],
    fondsCode,
    dutyPhone: null,
    active: true,
  });
  return { id, code, name, path };
}

interface PersonFacts {
  readonly staffNo: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly org: TestOrg;
  /** The org the roles reach; the person's own org unless given. */
  readonly scope?: TestOrg | null;
  readonly clearance?: SecrecyLevel;
  readonly principal?: boolean;
}

/** Announces a person with one post and answers the viewer that the gateway would make of them. */
export async function deliverPerson(
  office: Delivering,
  facts: PersonFacts,
): Promise<Viewer & { readonly personId: string }> {
  const personId = systemIds.next('psn');
  const { staffNo, name, org, clearance = 'INTERNAL', principal = false } = facts;
  const scope = facts.scope === undefined ? org : facts.scope;
  const roles = [...facts.roles];
  const scopeOrgId = scope?.id ?? null;
  await office.deliver(personChanged, personId, {
    id: personId,
    staffNo,
    name,
    active: true,
    phoneMasked: '160****0000',
    primaryOrgId: org.id,
  });
  await office.deliver(postsChanged, personId, {
    personId,
    posts: [{ orgId: org.id, scopeOrgId, roles, title: null, principal }],
  });
  await office.deliver(clearanceChanged, personId, { personId, clearance, validTo: null });
  return {
    kind: 'person',
    personId,
    staffNo,
    posts: [{ orgId: org.id, scopeOrgId, roles }],
    clearance,
    onBehalfOf: null,
  };
}

interface SiteFacts {
  readonly code: string;
  readonly name: string;
  readonly org: TestOrg;
  readonly keyPart?: boolean;
}

export interface TestSite {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** Announces a site as directory would. */
export async function deliverSite(
  office: Delivering,
  { code, name, org, keyPart = false }: SiteFacts,
): Promise<TestSite> {
  const id = systemIds.next('sit');
  await office.deliver(siteChanged, id, {
    id,
    code,
    name,
    orgId: org.id,
    category: keyPart ? 'KEY_PART' : 'OFFICE',
    keyPart,
  });
  return { id, code, name };
}

type DayType = (typeof dayTypes)[number];

/** Announces days of 2026 that differ from the plain week; a calendar names its own days only. */
export async function deliverDays(office: Delivering, days: Readonly<Record<string, DayType>>): Promise<void> {
  await office.deliver(calendarPublished, systemIds.next('wcl'), {
    year: 2026,
    region: 'CN',
    days: Object.entries(days).map(([date, type]) => ({
      date,
      type,
      holidayName: type === 'HOLIDAY' ? '国庆节' : null,
    })),
  });
}
