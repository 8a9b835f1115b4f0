import { readFileSync } from 'node:fs';
import { AuditEntity } from '@chengqi/office-kernel';
import { OutboxEntity } from '@chengqi/service-kit';
import type { Data } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { everyQuestion, type Question } from './every-question.ts';
import { type OpenedOffice, openOffice } from './open-office.ts';

const schema = buildSchema(readFileSync(new URL('../../../schemas/api.graphql', import.meta.url), 'utf8'));

/** Words that only the accusation has. */
/** What no question of these tests may come to: nothing would be told, and nothing tried. */
const noAnswers = ['INTERNAL', 'OPERATION_LIMIT', 'RATE_LIMITED', 'SUBGRAPH_TIMEOUT'];
const accusation = { title: '金丝雀检举标题', text: '金丝雀检举内容' };
/** Names and numbers that nobody may see in full, whoever asks. */
const people = {
  accuser: { name: '金丝雀甲', phone: '16912340001' },
  applicant: { name: '金丝雀乙', phone: '16912340002' },
  visitor: { name: '金丝雀丙', phone: '16912340003' },
  caller: { phone: '16912340004' },
};
const personal = Object.values(people).flatMap((person) => Object.values(person));

const competent = ['YX0029'];
/** The accused, a case officer of the accused unit, who opened it, who directs, measures, imports and configures. */
const outsiders = ['YX0021', 'YX0030', 'YX0027', 'YX0004', 'YX0032', 'admin'];

describe('what people entrust to the office (DOMAIN 11, 11)', () => {
  let opened: OpenedOffice;
  let ids: Record<string, string>;
  let code: string;
  let questions: Question[];
  const as = (who: string) => opened.client.as(who);
  const mutate = async (who: string, name: string, input: Data, selection: string) =>
    (
      await as(who).act(
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`,
        { input },
      )
    )[name];

  beforeAll(async () => {
    // Each question is about everything near at hand, which no front end asks at once.
    opened = await openOffice({ costLimit: 10_000_000 });
    const found = await as('admin').act(
      '{ lead: org(code: "YX04") { id } office: org(code: "YX02") { id } site(code: "YXS3") { id } head: person(staffNo: "YX0021") { id } }',
    );
    const calls = await recordCall();
    const { serviceCase } = await openCase(found, { kind: 'HOTLINE', callId: calls[0].id, ...people.applicant });
    const accused = await openCase(found, { kind: 'ACCUSATION', ...people.accuser });
    const { visit } = await mutate(
      'YX0027',
      'registerVisit',
      {
        kind: 'PUBLIC',
        visitorName: people.visitor.name,
        visitorPhone: people.visitor.phone,
        hostOrgId: found.office.id,
        siteId: found.site.id,
        purpose: `${people.visitor.name}咨询政策，电话${people.visitor.phone}`,
      },
      'visit { id }',
    );
    code = accused.code;
    await opened.client.settled();
    const { serviceCases } = await as('YX0029').act('{ serviceCases(where: { kind: ACCUSATION }) { nodes { id } } }');
    ids = {
      accusation: serviceCases.nodes[0].id,
      case: serviceCase.id,
      call: calls[0].id,
      visit: visit.id,
      lead: found.lead.id,
      office: found.office.id,
      site: found.site.id,
      head: found.head.id,
    };
    const asked = [ids.accusation, ids.case, ids.call, ids.visit, ids.lead].filter((id) => id !== undefined);
    questions = everyQuestion(schema, { ids: asked, codes: [code] });
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
  });

  async function recordCall(): Promise<Data[]> {
    const before = (seconds: number) =>
      new Date(Math.floor(performance.timeOrigin / 1000 - seconds) * 1000).toISOString();
    const leg = { cdrNo: 'e2e-1', callRef: 'C-e2e', lineNo: '8330006', direction: 'IN', hop: 1, cause: 'NO_ANSWER' };
    const times = { ringAt: before(120), endAt: before(70) };
    const legs = [{ ...leg, ...times, callerNumber: people.caller.phone, calledNumber: '8330006' }];
    return (await mutate('YX0013', 'importCdr', { legs }, 'calls { id }')).calls;
  }

  const openCase = (found: Data, { kind, callId, name, phone }: Data) =>
    mutate(
      'YX0027',
      'openCase',
      {
        kind,
        channel: 'PHONE',
        ...(kind === 'ACCUSATION' ? accusation : { title: '路灯不亮', text: '文昌街路灯不亮。' }),
        applicant: { name, phone },
        responsibleOrgId: kind === 'ACCUSATION' ? found.office.id : found.lead.id,
        ...(kind === 'ACCUSATION'
          ? { accusedOrgId: found.lead.id, accusedPersonId: found.head.id, safety: true, siteId: found.site.id }
          : { callId }),
      },
      'code serviceCase { id }',
    );

  /** All that the graph tells somebody who asks everything, in one text; what was asked is no part of it. */
  async function everythingTold(who: string): Promise<string> {
    const told: string[] = [];
    const waiting = [...questions];
    const ask = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const { data, errors } = await as(who).ask(next.query, next.variables);
        const unasked = errors.filter(({ extensions: { code } }) => noAnswers.includes(code));
        if (unasked.length > 0) throw new Error(`${next.field} answers ${JSON.stringify(unasked)}`);
        told.push(JSON.stringify({ data, errors }));
      }
    };
    await Promise.all(Array.from({ length: 6 }, ask));
    return told.join('\n');
  }

  it.each(outsiders)('shows %s nothing of an accusation on any path, and nobody in full', async (who) => {
    const told = await everythingTold(who);

    for (const word of [...Object.values(accusation), ids.accusation, code, ...personal])
      expect(told).not.toContain(word);
  });

  it.each(competent)('shows it to %s, who decides such matters, without who told', async (who) => {
    const told = await everythingTold(who);

    for (const word of Object.values(accusation)) expect(told).toContain(word);
    for (const word of personal) expect(told).not.toContain(word);
  });

  it('refuses acts on it like acts on what does not exist (R-7)', async () => {
    const refusalOf = async (who: string, caseId: string | undefined) => {
      const { errors } = await as(who).ask(
        'mutation ($input: AcceptCaseInput!) { acceptCase(input: $input) { __typename } }',
        { input: { caseId } },
      );
      return errors.map(({ message, extensions: { requestId: _, ...extensions } }) => ({ message, extensions }));
    };

    for (const who of ['YX0030', 'YX0031', 'YX0021', 'YX0027'])
      expect(await refusalOf(who, ids.accusation)).toEqual(await refusalOf(who, 'cas_01h455vb4pex5vsknk084sn02q'));
  });

  it('lets no word, name or number travel in an event or lie in the tables of another service', async () => {
    for (const [name, { kit }] of opened.office.services) {
      const envelopes = await kit.db.read.getRepository(OutboxEntity).find();
      const texts = envelopes.map(({ envelope }) => envelope);
      if (name !== 'reception') texts.push(...(await everyRow(kit.db.read)));
      const all = texts.join('\n');
      for (const word of [...Object.values(accusation), ...personal])
        expect([name, all.includes(word)]).toEqual([name, false]);
    }
  });

  it('makes no hazard of an accusation, however it was tagged', async () => {
    const rows = await opened.office.services.get('security')?.kit.db.read.query('SELECT COUNT(*) AS n FROM hazards');

    expect(rows?.[0].n).toBe(0);
  });

  it('shows who told in clear to who may, with a reason that stays on record', async () => {
    const reveal = 'mutation ($input: RevealContactInput!) { revealContact(input: $input) { name phone } }';
    const input = { subjectId: ids.case, reason: '回访联系' };

    const refused = await as('YX0027').ask(reveal, { input });
    const shown = await as('YX0028').act(reveal, { input });
    const hidden = await as('YX0028').ask(reveal, { input: { ...input, subjectId: ids.accusation } });

    expect(refused.errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(shown.revealContact).toEqual(people.applicant);
    expect(hidden.errors[0]?.extensions.code).toBe('NOT_FOUND');
    const entries = await opened.office.services
      .get('reception')
      ?.kit.db.read.getRepository(AuditEntity)
      .findBy({ act: 'revealContact' });
    expect(entries?.map(({ reason }) => reason)).toContain(input.reason);
  });

  it('remembers who read the accusation', async () => {
    const entries = await opened.office.services
      .get('reception')
      ?.kit.db.read.getRepository(AuditEntity)
      .findBy({ act: 'READ', entityId: ids.accusation ?? '' });

    expect(entries?.length).toBeGreaterThanOrEqual(competent.length);
  });
});

/** Every row of every table of a SQLite database as text. */
async function everyRow(manager: { query(sql: string): Promise<Data[]> }): Promise<string[]> {
  const tables = await manager.query(`SELECT name FROM sqlite_master WHERE type = 'table'`);
  const rows = await Promise.all(tables.map(({ name }) => manager.query(`SELECT * FROM "${name}"`)));
  return rows.flat().map((row) => JSON.stringify(row));
}
