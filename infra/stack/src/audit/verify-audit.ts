import { type ServiceName, serviceNames } from '@chengqi/schemas';
import { Refused } from '../client.ts';
import type { AuditDesk, Verdict } from './audit-desk.ts';

const entriesOf = (count: number): string => `${count.toLocaleString('en')} entries`;

/** Has the chains of all services proved one after the other, a line each; whether all of them hold. */
export async function verifyAudits(
  desk: AuditDesk,
  out: { at(text: string): void; line(text: string): void },
): Promise<boolean> {
  let sound = true;
  for (const service of serviceNames) {
    const verdict = await verify(desk, service, (entries) => out.at(`${service} ${entriesOf(entries)} …`));
    out.line(`${service} ${verdict.text}`);
    sound &&= verdict.holds;
  }
  return sound;
}

async function verify(desk: AuditDesk, service: ServiceName, onPart: (entries: number) => void) {
  try {
    for (let after: string | null = null; ; ) {
      const { entries, firstBreak, unsealed, next }: Verdict = await desk.ask(
        service,
        'verify',
        after === null ? {} : { after },
      );
      if (firstBreak) {
        const { seq, id, reason } = firstBreak;
        return { holds: false, text: `BROKEN at entry ${seq.toLocaleString('en')}${id ? ` ${id}` : ''}: ${reason}` };
      }
      if (next === null) return unsealed === 0 ? sealed(entries) : waiting(entries, unsealed);
      onPart(entries);
      after = next;
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { holds: false, text: `NOT VERIFIED ${error.message}` };
  }
}

const sealed = (entries: number) => ({ holds: true, text: `${entriesOf(entries)} ok` });

const waiting = (entries: number, unsealed: number) => ({
  holds: false,
  text: `${entriesOf(entries)} ok, ${unsealed.toLocaleString('en')} NOT SEALED for more than ten seconds`,
});
