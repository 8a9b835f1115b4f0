import { AuditEntity } from '@chengqi/office-kernel';
import { createClock } from '@chengqi/service-kit';
import type { Data } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';

const rooms = { capacity: 10, name: '备用会议室' };

describe('who stands in for the office director', () => {
  const later = { milliseconds: 0 };
  const clock = createClock('Asia/Shanghai', () => new Date(Date.now() + later.milliseconds));
  let opened: OpenedOffice;
  let director: Data;
  let clerk: Data;
  let siteId: string;
  beforeAll(async () => {
    opened = await openOffice({ clock });
    const holder = async (role: string): Promise<Data> => {
      const { people } = await opened.client
        .as('admin')
        .act(
          'query ($role: String) { people(where: { role: $role, active: true }, first: 100) { nodes { id staffNo posts { id roles } } } }',
          { role },
        );
      return people.nodes.find(({ posts }: Data) => posts.length === 1 && !posts[0].roles.includes('ADMIN'));
    };
    [director, clerk] = [await holder('OFFICE_DIRECTOR'), await holder('DRAFTER')];
    const { sites } = await opened.client.as('admin').act('{ sites(first: 1) { nodes { id } } }');
    siteId = sites.nodes[0].id;
  });
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
  });

  const defineRoom = (code: string) =>
    opened.client
      .as(clerk.staffNo)
      .ask('mutation ($input: DefineRoomInput!) { defineRoom(input: $input) { room { id } } }', {
        input: { ...rooms, siteId, code },
      });
  const codesOf = ({ errors }: { readonly errors: readonly Data[] }) => errors.map(({ extensions }) => extensions.code);

  it('O-9: acts in the name of the director within a minute, and a minute after the end no longer', async () => {
    expect(codesOf(await defineRoom('BY-1'))).toEqual(['FORBIDDEN']);
    const { delegate } = await opened.client
      .as(director.staffNo)
      .act('mutation ($input: DelegateInput!) { delegate(input: $input) { delegation { id state } } }', {
        input: {
          postId: director.posts[0].id,
          toId: clerk.id,
          roles: ['OFFICE_DIRECTOR'],
          validTo: new Date(clock.now().getTime() + 3_600_000).toISOString(),
          reason: '外出培训',
        },
      });
    expect(delegate.delegation.state).toBe('ACTIVE');
    later.milliseconds += 60_000;

    const { data, errors } = await defineRoom('BY-1');
    expect(errors).toEqual([]);
    const { viewer } = await opened.client
      .as(clerk.staffNo)
      .act('{ viewer { roles { role onBehalfOf { staffNo } } } }');
    expect(viewer.roles.filter(({ onBehalfOf }: Data) => onBehalfOf !== null)).toEqual([
      { role: 'OFFICE_DIRECTOR', onBehalfOf: { staffNo: director.staffNo } },
    ]);
    const audit = opened.office.services.get('meetings')?.kit.db.read.getRepository(AuditEntity);
    expect(await audit?.findOneBy({ act: 'defineRoom', entityId: data.defineRoom.room.id })).toMatchObject({
      personId: clerk.id,
      onBehalfOf: director.id,
      role: 'OFFICE_DIRECTOR',
    });

    later.milliseconds += 3_600_000;
    expect(codesOf(await defineRoom('BY-2'))).toEqual(['FORBIDDEN']);
  });
});
