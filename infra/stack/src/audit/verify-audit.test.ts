import { type ServiceName, serviceNames } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { Refused } from '../client.ts';
import type { AuditDesk, Verdict } from './audit-desk.ts';
import { verifyAudits } from './verify-audit.ts';

const sound: Verdict = { entries: 1204, firstBreak: null, unsealed: 0, next: null };

async function verified(answers: Partial<Record<ServiceName, readonly (Verdict | Refused)[]>>) {
  const said = { line: [] as string[], at: [] as string[], asked: [] as string[] };
  const left = new Map(Object.entries(answers).map(([name, given]) => [name, [...given]]));
  const ask = async (service: ServiceName, _: string, query: Readonly<Record<string, string>> = {}) => {
    const answer = left.get(service)?.shift() ?? sound;
    if (query.after) said.asked.push(`${service} after ${query.after}`);
    if (answer instanceof Refused) throw answer;
    return answer;
  };
  const holds = await verifyAudits(
    { ask: ask as AuditDesk['ask'] },
    {
      line: (text) => said.line.push(text),
      at: (text) => said.at.push(text),
    },
  );
  return { holds, ...said, lineOf: (service: ServiceName) => said.line[serviceNames.indexOf(service)] };
}

describe('the proof of all chains', () => {
  it('says of each service, one after the other, how many entries hold', async () => {
    const { holds, line } = await verified({});

    expect([holds, line]).toEqual([true, serviceNames.map((name) => `${name} 1,204 entries ok`)]);
  });

  it('goes on where a part ended, and says where it is', async () => {
    const part: Verdict = { ...sound, entries: 20_000, next: '20000.ab' };
    const { holds, at, asked, lineOf } = await verified({ documents: [part, { ...sound, entries: 20_001 }] });

    expect([holds, lineOf('documents')]).toEqual([true, 'documents 20,001 entries ok']);
    expect([at, asked]).toEqual([['documents 20,000 entries …'], ['documents after 20000.ab']]);
  });

  it('fails at the first broken entry of a service, and goes on with the others', async () => {
    const firstBreak = { seq: 2, id: 'aud_2', reason: 'the entry was changed' };
    const { holds, line, lineOf } = await verified({ meetings: [{ ...sound, entries: 1, firstBreak }] });

    expect(holds).toBe(false);
    expect(lineOf('meetings')).toBe('meetings BROKEN at entry 2 aud_2: the entry was changed');
    expect(line.filter((text) => text.endsWith(' ok'))).toHaveLength(serviceNames.length - 1);
  });

  it('fails where the seal stands still, and where a service does not answer', async () => {
    const down = new Refused([{ message: 'No.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    const { holds, lineOf } = await verified({ security: [down], reception: [{ ...sound, unsealed: 3 }] });

    expect(holds).toBe(false);
    expect(lineOf('security')).toBe('security NOT VERIFIED SUBGRAPH_UNAVAILABLE: No.');
    expect(lineOf('reception')).toBe('reception 1,204 entries ok, 3 NOT SEALED for more than ten seconds');
  });
});
