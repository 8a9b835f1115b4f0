import { loadOperations, serviceNames } from '@chengqi/schemas';
import { createKafkaTransport, createLogger, InboxEntity } from '@chengqi/service-kit';
import { createClient, createDatabases, distort, playClosedLoop, removeOwn, serverAddresses } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';

const prefix = `loop${process.pid}_`;
const query = loadOperations('office').ClosedLoop ?? '';

describe('the closed loop on MariaDB and Kafka, every event twice and topics overtaking each other', () => {
  let opened: OpenedOffice;
  let print: typeof console.log;

  beforeAll(async () => {
    print = console.log;
    console.log = () => {};
    const { kafkaBrokers, mysqlUrlOf } = serverAddresses();
    await createDatabases(prefix, serviceNames);
    opened = await openOffice({
      databaseOf: (name) => ({ kind: 'mysql', url: mysqlUrlOf(name, prefix) }),
      wrapTransport: () =>
        distort(createKafkaTransport({ brokers: kafkaBrokers.split(','), prefix, log: createLogger('kafka') }), 20),
    });
  });

  afterAll(async () => {
    console.log = print;
    await opened?.[Symbol.asyncDispose]();
    await removeOwn(prefix, serviceNames);
  });

  it('ends complete, each effect once (DOMAIN 11, 3), and stands without security (DOMAIN 11, 15)', async () => {
    const { office } = opened;
    const { chain, meetingId, reader } = await playClosedLoop(office.url, { run: 'stack' });

    expect(chain.meeting.resolutions).toHaveLength(1);
    expect(chain.meeting.resolutions[0]).toMatchObject({ state: 'IMPLEMENTED', supervisionItem: { state: 'FILED' } });
    expect(chain.meeting.resolutions[0].supervisionItem.hazards).toHaveLength(1);
    for (const { kit, status } of office.services.values()) {
      const handled = await kit.db.read.getRepository(InboxEntity).find();
      expect(new Set(handled.map(({ eventId }) => eventId)).size).toBe(handled.length);
      expect(await status()).toMatchObject({ deadLetters: 0 });
    }

    await office.stop('security');
    const { data, errors } = await createClient(office.url).as(reader).ask(query, { meeting: meetingId });
    expect(data.meeting.resolutions[0].supervisionItem.state).toBe('FILED');
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['SUBGRAPH_UNAVAILABLE']));
  });
});
