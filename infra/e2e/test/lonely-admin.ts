import type { Data, Desk, OfficeClient } from '@chengqi/stack';

const everything = ['SUPERVISOR', 'REGISTRAR', 'MEETING_SECRETARY', 'SECRECY_OFFICER', 'SAFETY_OFFICER', 'ADMIN'];
const header = 'staff_no,name,org_code,title,roles,principal,clearance,clearance_valid_to,phone,active'.split(',');

/**
 * What an administrator can try with nobody's help: a post and a clearance of his own, people he makes, rows of an
 * export, and confirming all of it himself or through whom he made. Answers who would read then, and what was refused.
 */
export async function tryEveryPath(client: OfficeClient): Promise<{ readers: string[]; refused: string[] }> {
  const admin = client.as('admin');
  const refused: string[] = [];
  const attempt = async (desk: Desk, name: string, type: string, input: object) => {
    const { errors } = await desk.ask(`mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename } }`, {
      input,
    });
    if (errors[0]) refused.push(`${name} ${errors[0].extensions.code}`);
  };
  const { org, viewer } = await admin.act('{ org(code: "YX01") { id } viewer { person { id } } }');
  await attempt(admin, 'assignPost', 'AssignPost', { personId: viewer.person.id, orgId: org.id, roles: everything });
  await attempt(admin, 'grantClearance', 'GrantClearance', { personId: viewer.person.id, secrecyLevel: 'SECRET' });
  const puppets = ['PUPPET1', 'PUPPET2'];
  for (const staffNo of puppets) await propose(admin, staffNo, org.id);
  await importRows(admin, ['PUPPET3', 'admin', 'confirmer']);
  const desks = ['admin', ...puppets, 'PUPPET3'].map((who) => client.as(who));
  const { proposedPosts } = await admin.act('{ proposedPosts(first: 100) { nodes { id person { id } } } }');
  for (const desk of desks) {
    for (const { id, person } of proposedPosts.nodes as Data[]) {
      await attempt(desk, 'confirmPost', 'ConfirmPost', { postIds: [id] });
      await attempt(desk, 'confirmClearance', 'ConfirmClearance', { personIds: [person.id] });
    }
  }
  await client.settled();
  return { readers: ['admin', ...puppets, 'PUPPET3'], refused };
}

async function propose(admin: Desk, staffNo: string, orgId: string): Promise<void> {
  const { upsertPerson } = await admin.act(
    'mutation ($input: UpsertPersonInput!) { upsertPerson(input: $input) { person { id } } }',
    { input: { staffNo, name: '影子' } },
  );
  const input = { personId: upsertPerson.person.id, orgId, roles: everything };
  await admin.act('mutation ($input: AssignPostInput!) { assignPost(input: $input) { person { id } } }', { input });
}

async function importRows(admin: Desk, staffNos: readonly string[]): Promise<void> {
  const rows = staffNos.map((staffNo, at) => ({
    record: at + 1,
    line: at + 2,
    values: [staffNo, '影子', 'YX01', '', everything.join(';'), 'N', 'SECRET', '2030-12-31', '', 'Y'],
  }));
  const input = { export: 'shadows', file: 'people.csv', header, rows };
  await admin.act('mutation ($input: ImportInput!) { importPeople(input: $input) { rows { outcome } } }', { input });
}
