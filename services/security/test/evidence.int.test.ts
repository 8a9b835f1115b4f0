import { createHash } from 'node:crypto';
import { AuditEntity, FileEntity } from '@chengqi/office-kernel';
import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, type TestAnswer, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HazardEntity } from '../src/hazards/hazard.entity.ts';
import { security } from '../src/service.ts';
import { type SecurityOffice, startSecurityOffice } from './office.ts';

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20_000, 'x')]);
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const proofFields = 'text sha256 fileName file { name size sha256 type url }';

describe.each(testDialects())('files that prove something of a hazard, on %s', (dialect) => {
  let office: SecurityOffice;
  let rectifier: Viewer;
  let inspector: Viewer;
  beforeAll(async () => {
    office = await startSecurityOffice(dialect);
    rectifier = office.people.educationRectifier;
    inspector = office.people.inspector;
  });
  afterAll(() => office.close());

  /** A ticket, or the refusal's extensions. */
  async function ticket(input: Record<string, unknown> = {}, as: Viewer | null = rectifier) {
    const { data, errors } = await office.execute(
      `mutation ($input: UploadTicketInput!) { createHazardUploadTicket(input: $input) { ticket { fileId url expiresAt } } }`,
      { input: { name: '整改照片.pdf', size: pdf.byteLength, ...input } },
      as,
    );
    return errors ? errors[0].extensions : data.createHazardUploadTicket.ticket;
  }

  const bodyOf = (bytes: Uint8Array | ReadableStream) => ({ method: 'PUT', body: bytes, duplex: 'half' as const });
  /** What the PUT answers: the status, and the file or the refusal's code. */
  async function put(fileId: string, bytes: Uint8Array | ReadableStream = pdf, as: Viewer | null = rectifier) {
    const answer = await office.serve(`/files/${fileId}`, as, bodyOf(bytes) as RequestInit);
    const body = (await answer.json()) as TestAnswer['data'];
    return [answer.status, body.errors ? body.errors[0].extensions.code : body];
  }

  async function uploaded(as: Viewer = rectifier): Promise<string> {
    const { fileId } = await ticket({}, as);
    expect((await put(fileId, pdf, as))[0]).toBe(201);
    return fileId;
  }

  /** A hazard of the education bureau that waits to be reported as put right. */
  async function rectifying(): Promise<string> {
    const { id } = await office.confirmed('GENERAL');
    await office.plan(id);
    await office.approve(id);
    return id;
  }

  const handIn = (hazardId: string, evidence: Record<string, unknown>, as = rectifier) =>
    office.act(
      'submitRectification',
      {
        hazardId,
        results: [1, 2].map((measure) => ({ measure, evidence: { text: '完成', ...evidence } })),
        preventive: '每季检查',
      },
      as,
    );

  const download = (fileId: string, as: Viewer | null) => office.serve(`/files/${fileId}`, as);
  const refusalOf = async (answer: Response) => {
    const { errors } = (await answer.json()) as TestAnswer['data'];
    return [answer.status, errors[0].message, errors[0].extensions.code];
  };
  const stored = (id: string) => office.db.read.getRepository(FileEntity).findOneBy({ id });
  const sweep = async () => {
    const timer = security.start(office.kit).timers?.find(({ name }) => name === 'remove-files');
    if (!timer) throw new Error('no timer removes files');
    // A run takes 50 at most, and other tests have left some.
    for (let n = 0; n < 5; n += 1) await office.kit.transact(timer.run);
  };

  it('are announced, sent, handed in, and read by the rechecker as they were sent', async () => {
    const hazardId = await rectifying();
    const { fileId, url } = await ticket({ sha256: digestOf(pdf) });
    expect(url).toBe(`/files/security/${fileId}`);
    const told = { name: '整改照片.pdf', size: pdf.byteLength, sha256: digestOf(pdf), type: 'application/pdf' };
    expect(await put(fileId)).toEqual([201, { fileId, ...told }]);
    expect(await handIn(hazardId, { fileId })).toMatchObject({ state: 'RECHECK' });

    const query = `query ($id: ID!) { hazard(id: $id) { rectifications { round onSpot by { id } results { measure evidence { ${proofFields} } } } } }`;
    const { data, errors } = await office.execute(query, { id: hazardId }, inspector);
    expect(errors).toBeUndefined();
    const proof = { text: '完成', sha256: told.sha256, fileName: told.name, file: { url, ...told } };
    expect(data.hazard.rectifications).toEqual([
      {
        ...{ round: 1, onSpot: false, by: { id: rectifier.personId } },
        results: [1, 2].map((measure) => ({ measure, evidence: proof })),
      },
    ]);

    const answer = await download(fileId, inspector);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': 'application/pdf',
      'content-length': String(pdf.byteLength),
      'content-disposition': `attachment; filename="????.pdf"; filename*=UTF-8''${encodeURIComponent('整改照片')}.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true);
  });

  it('prove what is rechecked and what is put right on the spot as well', async () => {
    const onSpot = await office.confirmed('GENERAL');
    const [before, after, seen] = [await uploaded(), await uploaded(), await uploaded(inspector)];
    const fixed = { hazardId: onSpot.id, before: { text: '前', fileId: before }, after: { text: '后', fileId: after } };
    expect(await office.act('fixOnSpot', { ...fixed, preventive: '巡查' }, rectifier)).toMatchObject({
      state: 'RECHECK',
    });
    const passed = { hazardId: onSpot.id, result: 'PASS', evidence: [{ text: '已整改', fileId: seen }] };
    expect(await office.act('recheckHazard', passed, inspector)).toMatchObject({ state: 'CLOSED' });

    for (const id of [before, after, seen]) expect((await download(id, rectifier)).status).toBe(200);
  });

  it('cost one statement for the evidence of any number of hazards', async () => {
    const hazards = [];
    for (let n = 0; n < 3; n += 1) {
      const id = await rectifying();
      await handIn(id, { fileId: await uploaded() });
      hazards.push(id);
    }
    const asked = (ids: readonly string[]) =>
      statementsOf(async () => {
        const query = ids.map(
          (id, at) => `h${at}: hazard(id: "${id}") { rectifications { results { evidence { ${proofFields} } } } }`,
        );
        expect((await office.execute(`{ ${query.join(' ')} }`, {}, inspector)).errors).toBeUndefined();
      });
    expect(await asked(hazards)).toEqual(await asked(hazards.slice(0, 1)));
  });

  describe('a ticket', () => {
    it.each([
      ['name', { name: '../../etc/passwd' }],
      ['name', { name: 'a\0.pdf' }],
      ['name', { name: 'invoice\u202efdp.exe' }],
      ['size', { size: 0 }],
      ['size', { size: 50 * 1024 * 1024 + 1 }],
      ['sha256', { sha256: 'A'.repeat(64) }],
    ])('is refused for its %s in %j', async (field, input) => {
      expect(await ticket(input)).toMatchObject({ code: 'BAD_USER_INPUT', field });
    });

    it('is for who is signed in', async () => {
      expect(await ticket({}, null)).toMatchObject({ code: 'UNAUTHENTICATED' });
    });

    it('is the same for the same key', async () => {
      const first = await ticket({ idempotencyKey: 'same' });
      expect(await ticket({ idempotencyKey: 'same' })).toEqual(first);
    });

    it('is of its owner alone, and looks like none to others', async () => {
      const { fileId } = await ticket();
      const absent = await put('fil_01m0000000000000000000000', pdf, inspector);
      expect(absent).toEqual([404, 'NOT_FOUND']);
      expect(await put(fileId, pdf, inspector)).toEqual(absent);
      expect(await put(fileId, pdf, null)).toEqual([401, 'UNAUTHENTICATED']);
      expect((await put(fileId))[0]).toBe(201);
    });

    it('is used once', async () => {
      const fileId = await uploaded();
      expect(await put(fileId)).toEqual([409, 'DUPLICATE']);
    });

    it('is used by one of two who send at once', async () => {
      const { fileId } = await ticket();
      const statuses = (await Promise.all([put(fileId), put(fileId)])).map(([status]) => status);
      expect(statuses.sort()).toEqual([201, 409]);
      expect(await stored(fileId)).toMatchObject({ state: 'STORED', sha256: digestOf(pdf) });
    });

    it('ends after an hour', async () => {
      const { fileId } = await ticket();
      office.clock.advance({ minutes: 60 });
      expect(await put(fileId)).toEqual([404, 'NOT_FOUND']);
    });

    it('is one of a hundred at most until they are used', async () => {
      const hoarder = office.people.educationStaff;
      for (let n = 0; n < 100; n += 1) expect(await ticket({}, hoarder)).toHaveProperty('fileId');
      expect(await ticket({}, hoarder)).toMatchObject({ code: 'LIMIT_EXCEEDED' });
      office.clock.advance({ minutes: 60 });
      expect(await ticket({}, hoarder)).toHaveProperty('fileId');
    });
  });

  describe('what is sent', () => {
    it('leaves nothing when it breaks off half-way, and may be sent again', async () => {
      const { fileId } = await ticket();
      const half = new ReadableStream({
        pull(controller) {
          controller.enqueue(pdf.subarray(0, 9000));
          controller.error(new Error('gone'));
        },
      });
      expect(await put(fileId, half)).toEqual([400, 'BAD_USER_INPUT']);
      expect(await office.kit.files.get(fileId)).toBeNull();
      expect(await stored(fileId)).toMatchObject({ state: 'TICKET' });
      expect((await put(fileId))[0]).toBe(201);
    });

    it('is what was announced, and of a kind that is kept', async () => {
      const { fileId } = await ticket({ sha256: 'a'.repeat(64) });
      expect(await put(fileId)).toEqual([400, 'BAD_USER_INPUT']);
      const { fileId: program } = await ticket({ size: 4 });
      expect(await put(program, Buffer.from('MZ\x90\0', 'latin1'))).toEqual([400, 'BAD_USER_INPUT']);
      const { fileId: short } = await ticket({ size: pdf.byteLength - 1 });
      expect(await put(short)).toEqual([400, 'BAD_USER_INPUT']);
      for (const id of [fileId, program, short]) expect(await office.kit.files.get(id)).toBeNull();
    });

    it('is on record: who, what, and with which digest', async () => {
      const fileId = await uploaded();
      const entries = await office.db.read.getRepository(AuditEntity).find({ where: { entityId: fileId } });
      expect(entries.map(({ act, personId, digest }) => [act, personId, digest])).toEqual(
        expect.arrayContaining([
          ['createHazardUploadTicket', rectifier.personId, expect.any(String)],
          ['UPLOAD', rectifier.personId, digestOf(pdf)],
        ]),
      );
    });
  });

  describe('an act refuses a file', () => {
    const unknown = { code: 'REFERENCE_UNKNOWN', field: 'results.0.evidence.fileId' };

    it('that is not there, has not arrived, is of somebody else, or has waited too long', async () => {
      const hazardId = await rectifying();
      const { fileId: announced } = await ticket();
      const foreign = await uploaded(inspector);
      const late = await uploaded();
      office.clock.advance({ hours: 24 });
      for (const fileId of ['fil_none', announced, foreign, late])
        expect(await handIn(hazardId, { fileId })).toMatchObject(unknown);
      expect(await office.act('submitRectification', { hazardId, results: [] }, rectifier)).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    });

    it('that proves something of another hazard, and takes it again for the same one', async () => {
      const [one, other] = [await rectifying(), await rectifying()];
      const fileId = await uploaded();
      expect(await handIn(one, { fileId })).toMatchObject({ state: 'RECHECK' });
      expect(await handIn(other, { fileId })).toMatchObject(unknown);
      expect(await office.recheck(one, 'FAIL')).toMatchObject({ state: 'RECTIFYING' });
      expect(await handIn(one, { fileId })).toMatchObject({ state: 'RECHECK' });
    });

    it('with a name or digest beside it, which are known', async () => {
      const hazardId = await rectifying();
      const fileId = await uploaded();
      expect(await handIn(hazardId, { fileId, fileName: 'b.pdf' })).toMatchObject({
        ...{ code: 'BAD_USER_INPUT', field: 'results.0.evidence.fileId' },
      });
    });

    it('and leaves it free when it refuses for something else', async () => {
      const hazardId = await rectifying();
      const fileId = await uploaded();
      expect(await handIn(hazardId, { fileId }, inspector)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await handIn(hazardId, { fileId, text: ' ' })).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(await stored(fileId)).toMatchObject({ holderId: null });
      expect(await handIn(hazardId, { fileId })).toMatchObject({ state: 'RECHECK' });
    });

    it('above the ceiling, where nothing but a register entry is kept (DOC-7)', async () => {
      const hazardId = await rectifying();
      await office.db.write((manager) =>
        manager.getRepository(HazardEntity).update(hazardId, { secrecyLevel: 'SECRET' }),
      );
      const cleared = { ...rectifier, clearance: 'SECRET' as const };
      expect(await handIn(hazardId, { fileId: await uploaded() }, cleared)).toMatchObject({
        code: 'GUARD_FAILED',
        rule: 'DOC-7',
      });
    });
  });

  describe('a download', () => {
    it('asks at each use who may read the hazard, and a hidden file looks like one that is not there', async () => {
      const hazardId = await rectifying();
      const fileId = await uploaded();
      await handIn(hazardId, { fileId });
      const cleared = { ...inspector, clearance: 'WORK_SECRET' as const };
      const level = (secrecyLevel: 'INTERNAL' | 'WORK_SECRET') =>
        office.db.write((manager) => manager.getRepository(HazardEntity).update(hazardId, { secrecyLevel }));
      expect((await download(fileId, inspector)).status).toBe(200);

      await level('WORK_SECRET');
      const absent = await refusalOf(await download('fil_01m0000000000000000000000', inspector));
      expect(absent).toEqual([404, 'File not found.', 'NOT_FOUND']);
      expect(await refusalOf(await download(fileId, inspector))).toEqual(absent);
      expect((await download(fileId, cleared)).status).toBe(200);
      expect((await download(fileId, null)).status).toBe(401);

      const entries = await office.db.read.getRepository(AuditEntity).findBy({ act: 'DOWNLOAD' });
      expect(entries.map(({ entityId, personId }) => [entityId, personId])).toEqual([[fileId, inspector.personId]]);
      await level('INTERNAL');
      expect((await download(fileId, inspector)).status).toBe(200);
    });

    it('costs the same statements whether the file is hidden or absent', async () => {
      const hazardId = await rectifying();
      const fileId = await uploaded();
      await handIn(hazardId, { fileId });
      await office.db.write((manager) =>
        manager.getRepository(HazardEntity).update(hazardId, { secrecyLevel: 'SECRET' }),
      );
      const asked = (id: string) => statementsOf(async () => void (await download(id, inspector)));
      await asked(fileId);
      expect(await asked(fileId)).toEqual(await asked('fil_01m0000000000000000000000'));
    });

    it('is of nobody, its sender included, while nothing refers to the file', async () => {
      expect(await refusalOf(await download(await uploaded(), rectifier))).toEqual([
        404,
        'File not found.',
        'NOT_FOUND',
      ]);
    });
  });

  it('go after a day unless something refers to them, with what killed uploads left', async () => {
    const hazardId = await rectifying();
    const [bound, free] = [await uploaded(), await uploaded()];
    await handIn(hazardId, { fileId: bound });
    const { fileId: killed } = await ticket();
    await office.kit.files.put(killed, [pdf] as never, pdf.byteLength);
    await office.db.write((manager) => manager.getRepository(FileEntity).update(killed, { state: 'RECEIVING' }));

    office.clock.advance({ hours: 23 });
    await sweep();
    expect(await stored(killed)).toBeNull();
    expect(await stored(free)).toMatchObject({ state: 'STORED' });
    office.clock.advance({ hours: 1 });
    await sweep();
    expect(await stored(free)).toBeNull();
    for (const id of [free, killed]) expect(await office.kit.files.get(id)).toBeNull();
    expect((await download(bound, inspector)).status).toBe(200);
  });
});
