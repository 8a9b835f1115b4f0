import { calendarPublished, orgChanged } from '@chengqi/schemas/events/directory';
import { schemaDrift, testDialects } from '@chengqi/service-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clearanceOn } from '../src/index.ts';
import { type County, deliverDays, seedCounty } from '../src/testing/index.ts';
import { startNotes } from './note.service.ts';

describe.each(testDialects())('what a service knows of the directory on %s', (dialect) => {
  let notes: Awaited<ReturnType<typeof startNotes>>;
  let county: County;
  beforeEach(async () => {
    notes = await startNotes(dialect);
    county = await seedCounty(notes.service);
  });
  afterEach(() => notes.service.close());

  it('migrations produce exactly the entities', async () => {
    expect(await schemaDrift(notes.service.db)).toEqual([]);
  });

  it('finds orgs, people and sites by id and by their own codes', async () => {
    const { office } = notes;
    const { read } = notes.service.db;
    const { orgs, people, sites } = county;

    expect(await office.orgs.findByCode(read, 'JC01')).toMatchObject({
      id: orgs.governmentOffice.id,
      docCodes: ['霁政办发', '霁政办函', '霁政纪要'],
    });
    expect(await office.people.findByStaffNo(read, people.director.staffNo ?? '')).toMatchObject({
      id: people.director.personId,
      clearance: 'WORK_SECRET',
    });
    expect(await office.sites.find(read, sites.warehouse.id)).toMatchObject({
      keyPart: true,
      orgId: orgs.emergencyBureau.id,
    });
    expect(await office.orgs.find(read, 'org_unknown')).toBeNull();
  });

  it('feeds itself with imported facts too, once, whatever arrives again', async () => {
    const { emergencyBureau } = county.orgs;
    const facts = {
      id: emergencyBureau.id,
      code: 'JC10',
      name: '县应急局',
      shortName: '应急',
      level: 'DEPT',
      kind: 'GOV',
      parentId: null,
      path: emergencyBureau.path,
      docCodes: [],
      fondsCode: null,
      dutyPhone: null,
      active: true,
    } as const;
    const renamed = await notes.service.deliver(
      orgChanged,
      emergencyBureau.id,
      { ...facts, docCodes: [] },
      { provenance: 'imported', times: 2 },
    );
    await notes.service.redeliver({ ...renamed, sequence: 1, data: { ...facts, name: '旧名' } });

    expect(await notes.office.orgs.find(notes.service.db.read, emergencyBureau.id)).toMatchObject({
      name: '县应急局',
      sequence: 2,
    });
  });

  it('names the holders of a role over an org: its own and those whose scope is above', async () => {
    const { orgs, people } = county;
    const names = async (role: string, orgId: string) =>
      (await notes.office.people.holding(notes.service.db.read, role, orgId)).map(({ name }) => name).sort();

    expect(await names('REGISTRAR', orgs.educationBureau.id)).toEqual(['季文书', '教文书', '新来的'].sort());
    expect(await names('HANDLER', orgs.rescueDivision.id)).toEqual(['救援承办']);
    expect(await names('HANDLER', orgs.county.id)).toEqual([]);
    expect(people.rescueHandler.personId).toMatch(/^psn_/);
  });

  it('sees a moved org in the tree as soon as its event is handled', async () => {
    const { orgs, people } = county;
    const before = await notes.office.actorOf(people.educationHead);
    expect(before.holds('ORG_HEAD', orgs.town.id)).toBe(false);

    const path = `${orgs.educationBureau.path}${orgs.town.id}/`;
    await notes.service.deliver(orgChanged, orgs.town.id, {
      id: orgs.town.id,
      code: 'JC30',
      name: '乡',
      shortName: '乡',
      level: 'TOWN',
      kind: 'GOV',
      parentId: orgs.educationBureau.id,
      path,
      docCodes: [],
      fondsCode: null,
      dutyPhone: null,
      active: true,
    });

    expect((await notes.office.actorOf(people.educationHead)).holds('ORG_HEAD', orgs.town.id)).toBe(true);
    expect(notes.office.orgs.ancestors(orgs.town.id)).toEqual([orgs.educationBureau.id, orgs.county.id]);
  });

  it('an actor holds a role where a post with it reaches, and belongs to its own org and to the unit its division is part of', async () => {
    const { orgs, people } = county;
    const actor = await notes.office.actorOf(people.supervisor);

    expect(actor.holds('SUPERVISOR', orgs.town.id)).toBe(true);
    expect(actor.holds('SUPERVISOR', null)).toBe(true);
    expect(actor.holds('SIGNER', orgs.town.id)).toBe(false);
    const own = [orgs.supervisionDivision, orgs.governmentOffice, orgs.county].map(({ id }) => actor.belongsTo(id));
    expect(own).toEqual([true, true, false]);
  });

  it('counts working days over the published holidays and follows a day published anew', async () => {
    const { calendar } = notes.office;
    const from = new Date('2026-09-24T02:00:00Z');

    expect((await calendar.addWorkingDays(from, 2)).toISOString()).toBe('2026-09-29T16:00:00.000Z');
    await deliverDays(notes.service, { '2026-09-28': 'HOLIDAY' });
    expect((await calendar.addWorkingDays(from, 2)).toISOString()).toBe('2026-09-30T16:00:00.000Z');
  });

  it('15-5.2: promises no working days of a year that is not published, and says which one to publish', async () => {
    const { calendar } = notes.office;
    const promise = (from: string, n: number) => calendar.addWorkingDays(new Date(from), n);
    const refusedFor = (year: number) => ({
      code: 'GUARD_FAILED',
      message: expect.stringContaining(`${year}`),
      details: expect.objectContaining({ rule: 'O-6' }),
    });

    expect((await promise('2026-12-30T02:00:00Z', 1)).toISOString()).toBe('2026-12-31T16:00:00.000Z');
    await expect(promise('2026-12-30T02:00:00Z', 2)).rejects.toMatchObject(refusedFor(2027));
    await expect(promise('2027-03-01T02:00:00Z', 1)).rejects.toMatchObject(refusedFor(2027));
    await deliverDays(notes.service, { '2027-01-01': 'HOLIDAY' });
    expect((await promise('2026-12-30T02:00:00Z', 2)).toISOString()).toBe('2027-01-04T16:00:00.000Z');
    // Figures, the clock and other services' events go on.
    expect((await calendar.days()).addWorkingDays(new Date('2028-12-29T02:00:00Z'), 1)).toBeInstanceOf(Date);
  });

  it('keeps its own region when another one publishes the same days', async () => {
    await notes.service.deliver(calendarPublished, 'wcl_other', {
      year: 2026,
      region: 'XX',
      days: [{ date: '2026-09-28', type: 'HOLIDAY', holidayName: null }],
    });

    expect(await notes.office.calendar.isWorkingDay('2026-09-28')).toBe(true);
  });

  it('a clearance ends with its last day', () => {
    const person = { clearance: 'SECRET', clearanceValidTo: '2026-09-30' } as const;

    expect([clearanceOn(person, '2026-09-30'), clearanceOn(person, '2026-10-01')]).toEqual(['SECRET', 'INTERNAL']);
  });
});
