import { type SecrecyLevel, secrecyLevels } from '@chengqi/schemas';
import { anonymousViewer, type Request, systemIds, systemViewer, type Viewer } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEntity } from '../src/index.ts';
import { createOrgTree } from '../src/org-tree.ts';
import type { OrgReplica } from '../src/replicas/replica.entity.ts';
import { type County, OrgReplicaEntity, seedCounty } from '../src/testing/index.ts';
import { unitsWithin } from '../src/visibility.ts';
import { NoteEntity, startNotes } from './note.service.ts';

/** A bureau, so many offices below it, and a section below the first of them. */
function aSystem(offices: number): OrgReplica[] {
  const under = (above: string): OrgReplica => {
    const id = systemIds.next('org');
    const [, parentId = null] = /(org_\w+)\/$/.exec(above) ?? [];
    const named = { code: id, name: '局', shortName: '局', level: 'COUNTY', kind: 'BUREAU' };
    const rest = { docCodes: [], fondsCode: null, dutyPhone: null, active: true, sequence: 1 };
    return { id, ...named, parentId, path: `${above}${id}/`, ...rest };
  };
  const bureau = under('/');
  const below = Array.from({ length: offices }, () => under(bureau.path));
  return [bureau, ...below, under(below[0]?.path ?? '/')];
}

describe.each(testDialects())('who may read what on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  let county: County;
  beforeAll(async () => {
    notes = await startNotes(dialect);
    county = await seedCounty(notes.service);
  });
  afterAll(() => notes.service.close());

  const options = { type: 'Note', roles: ['SUPERVISOR'] };

  async function aNote(
    org: { id: string },
    secrecyLevel: SecrecyLevel,
    related: { id?: string; personId?: string }[] = [],
  ) {
    const id = systemIds.next('sup');
    await notes.kit.transact(async (tx) => {
      await tx.insert(NoteEntity, { id, ownerOrgId: org.id, secrecyLevel, level: 'MAJOR', version: 1, text: null });
      const relations = related.map((party) => ({ partyId: party.personId ?? party.id ?? '', relation: 'RECIPIENT' }));
      await notes.office.parties.add(tx, id, [...relations, ...relations]);
    });
    return id;
  }

  const requestOf = async (viewer: Viewer): Promise<Request> => ({
    viewer,
    actor: await notes.office.actorOf(viewer),
    requestId: systemIds.next('req'),
    language: 'en',
    traceparent: null,
  });

  async function sees(viewer: Viewer, id: string): Promise<boolean> {
    const request = await requestOf(viewer);
    const byId = (await notes.office.readByIds(request, NoteEntity, [id], options)).has(id);
    const rule = notes.office.visible(viewer, { alias: 'n', roles: options.roles });
    const again = notes.office.visible(viewer, { alias: 'n', roles: options.roles });
    const listed = await notes.service.db.read
      .getRepository(NoteEntity)
      .createQueryBuilder('n')
      .where('n.id = :id', { id })
      .andWhere(rule.sql, rule.params)
      .andWhere(again.sql, again.params)
      .getCount();
    expect(listed === 1).toBe(byId);
    // A page looks up what is within reach of who sees little; it has to find the same.
    const one = notes.service.db.read.getRepository(NoteEntity).createQueryBuilder('n').where('n.id = :id', { id });
    const page = await notes.office.page({ ...request, probing: true }, one, options, { orderBy: { level: 'ASC' } });
    expect(page.nodes.length === 1).toBe(byId);
    expect(await page.totalCount()).toBe(page.nodes.length);
    return byId;
  }

  const actsOn = async (entityId: string) => {
    await notes.service.kit.settled();
    const log = notes.service.db.read.getRepository(AuditEntity);
    return (await log.find({ where: { entityId }, order: { id: 'ASC' } })).map(({ act }) => act);
  };

  it('PUBLIC is open to any person and to nobody unnamed', async () => {
    const id = await aNote(county.orgs.town, 'PUBLIC');

    expect(await sees(county.people.educationStaff, id)).toBe(true);
    expect(await sees(county.people.admin, id)).toBe(true);
    expect(await sees(anonymousViewer, id)).toBe(false);
  });

  it('INTERNAL is open inside the scope of a post, from above to the own org, and not sideways', async () => {
    const { orgs, people } = county;
    const ofBureau = await aNote(orgs.emergencyBureau, 'INTERNAL');
    const ofCounty = await aNote(orgs.county, 'INTERNAL');

    expect(await sees(people.emergencyRegistrar, ofBureau)).toBe(true);
    expect(await sees(people.rescueHandler, ofBureau)).toBe(true);
    expect(await sees(people.supervisor, ofBureau)).toBe(true);
    expect(await sees(people.educationStaff, ofBureau)).toBe(false);
    expect(await sees(people.educationStaff, ofCounty)).toBe(true);
    expect(await sees(anonymousViewer, ofCounty)).toBe(false);
  });

  it('posts that only serve the house open no content', async () => {
    const id = await aNote(county.orgs.governmentOffice, 'INTERNAL');

    for (const viewer of [county.people.admin, county.people.importer, county.people.auditor, county.people.analyst]) {
      expect(await sees(viewer, id)).toBe(false);
    }
  });

  it('figures count for importers what their scope covers, for others what they may read', async () => {
    const { orgs, people } = county;
    const ids = [await aNote(orgs.town, 'INTERNAL'), await aNote(orgs.educationBureau, 'WORK_SECRET')];
    const counts = async (viewer: Viewer): Promise<number> => {
      const rule = notes.office.countable(viewer, { alias: 'n', roles: options.roles });
      const query = notes.service.db.read.getRepository(NoteEntity).createQueryBuilder('n');
      return query.where('n.id IN (:...ids)', { ids }).andWhere(rule.sql, rule.params).getCount();
    };
    const ofTheTown = { ...people.importer, posts: [{ ...people.importer.posts[0], scopeOrgId: orgs.town.id }] };

    expect(await counts(people.importer)).toBe(2);
    expect(await counts(ofTheTown as Viewer)).toBe(1);
    expect(await counts(people.townStaff)).toBe(1);
    for (const viewer of [people.auditor, people.analyst, people.educationStaff, anonymousViewer])
      expect(await counts(viewer)).toBe(0);
  });

  it('INTERNAL opens to a related person and to the people of a related org, its divisions included', async () => {
    const { orgs, people } = county;
    const id = await aNote(orgs.educationBureau, 'INTERNAL', [people.townStaff, orgs.emergencyBureau]);

    expect(await sees(people.townStaff, id)).toBe(true);
    expect(await sees(people.emergencyRegistrar, id)).toBe(true);
    expect(await sees(people.rescueHandler, id)).toBe(true);
    expect(await sees(people.townHandler, id)).toBe(false);
  });

  it('15-6: what becomes readable is on the next page, and what stops being so is not, whatever was counted before', async () => {
    const { orgs, people } = county;
    const id = await aNote(orgs.educationBureau, 'INTERNAL');
    expect(await sees(people.townStaff, id)).toBe(false);

    const recipient = [{ partyId: people.townStaff.personId, relation: 'RECIPIENT' }];
    await notes.kit.transact((tx) => notes.office.parties.add(tx, id, recipient));
    expect(await sees(people.townStaff, id)).toBe(true);

    await notes.kit.transact((tx) => notes.office.parties.remove(tx, id, recipient));
    expect(await sees(people.townStaff, id)).toBe(false);
  });

  it('15-6: a filter by unit finds what is its own or of one below it, among a few units and among many', async () => {
    const orgs = [3, 40].flatMap((below) => aSystem(below));
    await notes.kit.transact((tx) => tx.insertAll(OrgReplicaEntity, orgs));
    const tree = createOrgTree(orgs);
    const found = async (orgId: string) => {
      const { sql, params } = unitsWithin(tree, 'n.owner_org_id', orgId);
      const query = notes.service.db.read.getRepository(NoteEntity).createQueryBuilder('n').where(sql, params);
      return (await query.getMany()).map(({ ownerOrgId }) => ownerOrgId).toSorted();
    };
    for (const { id } of orgs) await aNote({ id }, 'INTERNAL');

    for (const { id } of orgs) {
      const below = orgs.filter(({ path }) => path.includes(`/${id}/`)).map((org) => org.id);
      expect(await found(id)).toEqual(below.toSorted());
    }
    expect(await found(systemIds.next('org'))).toEqual([]);
  });

  it('WORK_SECRET needs clearance and a reason to know', async () => {
    const { orgs, people } = county;
    const id = await aNote(orgs.emergencyBureau, 'WORK_SECRET', [people.educationStaff, people.director]);

    expect(await sees(people.supervisor, id)).toBe(true);
    expect(await sees(people.director, id)).toBe(true);
    expect(await sees(people.leader, id)).toBe(false);
    expect(await sees(people.uncleared, id)).toBe(false);
    expect(await sees(people.educationStaff, id)).toBe(false);
    expect(await sees(people.admin, id)).toBe(false);
  });

  it('15-6: rules of other roles for the same rows keep apart in one query', async () => {
    const { orgs, people } = county;
    const id = await aNote(orgs.emergencyBureau, 'WORK_SECRET');
    const rule = (roles: readonly string[]) => notes.office.visible(people.supervisor, { alias: 'n', roles });
    const found = (first: ReturnType<typeof rule>, second: ReturnType<typeof rule>): Promise<number> => {
      const query = notes.service.db.read.getRepository(NoteEntity).createQueryBuilder('n').where('n.id = :id', { id });
      return query.andWhere(`((${first.sql}) OR (${second.sql}))`, { ...first.params, ...second.params }).getCount();
    };

    const [named, other] = [rule(['SUPERVISOR']), rule(['NOBODY'])];
    expect(await found(named, other)).toBe(1);
    expect(await found(other, named)).toBe(1);
    expect(await found(other, other)).toBe(0);
    expect(Object.keys(named.params).filter((name) => name in other.params)).toEqual([]);
  });

  it('a clearance reaches its own level and no further', async () => {
    const cleared = (clearance: SecrecyLevel): Viewer => ({ ...county.people.supervisor, clearance });
    for (const level of secrecyLevels) {
      const id = await aNote(county.orgs.town, level);
      for (const clearance of secrecyLevels) {
        const open =
          level === 'PUBLIC' ||
          level === 'INTERNAL' ||
          secrecyLevels.indexOf(level) <= secrecyLevels.indexOf(clearance);
        expect(await sees(cleared(clearance), id)).toBe(open);
      }
    }
  });

  it('the system sees everything', async () => {
    const id = await aNote(county.orgs.town, 'TOP_SECRET');

    expect(await sees(systemViewer, id)).toBe(true);
  });

  it('records reads and refused reads of WORK_SECRET and above, and no others', async () => {
    const secret = await aNote(county.orgs.town, 'WORK_SECRET');
    const internal = await aNote(county.orgs.town, 'INTERNAL');
    for (const viewer of [county.people.supervisor, county.people.uncleared]) {
      await sees(viewer, secret);
      await sees(viewer, internal);
    }

    expect(await actsOn(secret)).toEqual(['READ', 'READ_REFUSED']);
    expect(await actsOn(internal)).toEqual([]);
  });

  it('15-1.3: what is hidden is answered like what is absent, before the refusal is written down', async () => {
    const secret = await aNote(county.orgs.town, 'WORK_SECRET');
    const request = await requestOf(county.people.uncleared);
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const otherWork = notes.kit.transact(async () => {
      entered.resolve();
      await gate.promise;
    });
    await entered.promise;
    const read = await notes.office.readByIds(request, NoteEntity, [secret], options);
    gate.resolve();
    await otherWork;

    expect(read).toEqual(new Map());
    expect(await actsOn(secret)).toEqual(['READ_REFUSED']);
  });

  it('a command finds what is visible; hidden and absent look the same, and the refusal is recorded', async () => {
    const secret = await aNote(county.orgs.town, 'WORK_SECRET');
    const urge = async (viewer: Viewer, id: string) => {
      const request = await requestOf(viewer);
      return notes.office.execute(request, 'urgeNote', {}, async (tx) => {
        const note = await notes.office.require(tx, request, NoteEntity, id, options);
        return { id: note.id, role: null };
      });
    };

    expect(await urge(county.people.supervisor, secret)).toBe(secret);
    const hidden = await urge(county.people.uncleared, secret).catch((error: unknown) => error);
    const absent = await urge(county.people.uncleared, systemIds.next('sup')).catch((error: unknown) => error);
    expect(hidden).toMatchObject({ code: 'NOT_FOUND' });
    expect(String(hidden)).toBe(String(absent));
    expect(await actsOn(secret)).toEqual(['urgeNote', 'READ_REFUSED']);
  });

  it('a row is read as it is stored, whatever its columns are called', async () => {
    const id = await aNote(county.orgs.town, 'WORK_SECRET');
    const stored = {
      ...{ id, ownerOrgId: county.orgs.town.id, secrecyLevel: 'WORK_SECRET', level: 'MAJOR', version: 1 },
      text: null,
    };
    const request = await requestOf(county.people.supervisor);

    expect(await notes.office.readByIds(request, NoteEntity, [id], options)).toEqual(new Map([[id, stored]]));
    const required = await notes.kit.transact((tx) => notes.office.require(tx, request, NoteEntity, id, options));
    expect(required).toEqual(stored);
  });
});
