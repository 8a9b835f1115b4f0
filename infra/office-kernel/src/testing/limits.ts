import type { ServiceDefinition } from '@chengqi/service-kit';
import type { TestService } from '@chengqi/service-kit/testing';
import { DeadlineEntity, type StoredDeadline } from '../deadlines/deadline.entity.ts';

interface Told {
  readonly rule: string;
  readonly partId: string | null;
  readonly dueAt: string;
  readonly thresholdAt?: string;
}

const killed = 'the process was killed';
const keyOf = (subjectId: string, rule: string, part: string | null, dueAt: string) =>
  [subjectId, rule, part ?? '', dueAt].join(' ');

/** The limits that a service keeps and what it tells of them, for tests that let its timers run. */
export function limitsOf({ kit, db, events }: Pick<TestService, 'kit' | 'db' | 'events'>, service: ServiceDefinition) {
  /** As the clock would run it; killed, it leaves nothing behind. @throws Error for a timer that the service has not */
  async function run(name = 'deadlines', dies = false): Promise<void> {
    const timer = service.start(kit).timers?.find((known) => known.name === name);
    if (!timer) throw new Error(`no timer ${name}`);
    const done = kit.transact(async (tx) => {
      await timer.run(tx);
      if (dies) throw new Error(killed);
    });
    await done.catch((error: Error) => {
      if (error.message !== killed) throw error;
    });
  }

  /** Of all subjects: which limit, which end and, where it was a warning, which threshold. */
  async function told(): Promise<{ readonly warned: string[]; readonly breached: string[] }> {
    const of = async (name: string) =>
      (await events(name)).map(({ subject, data }) => {
        const { rule, partId, dueAt, thresholdAt } = data as Told;
        return [keyOf(subject ?? '', rule, partId, dueAt), thresholdAt].filter(Boolean).join(' ');
      });
    return { warned: await of('DeadlineWarned'), breached: await of('DeadlineBreached') };
  }

  const stored = (): Promise<StoredDeadline[]> => db.read.getRepository<StoredDeadline>(DeadlineEntity).find();

  return {
    run,
    told,
    stored,

    /** What was told that should not have been, and the other way round; nothing, as it ought to be. */
    async faults(now: Date): Promise<string[]> {
      const [{ warned, breached }, limits] = [await told(), await stored()];
      const twice = [...warned, ...breached].filter((each, at, all) => all.indexOf(each) !== at);
      const wrong = limits.flatMap(({ subjectId, rule, part, dueAt, clock }) => {
        const key = keyOf(subjectId, rule, part, dueAt.toISOString());
        const tells = breached.includes(key);
        const late = clock === 'BREACHED' || (clock === 'RUNNING' && dueAt.getTime() < now.getTime());
        if (late === tells) return [];
        return [`${key} is ${clock} and was ${tells ? '' : 'not '}told to be late`];
      });
      return [...twice.map((each) => `told twice: ${each}`), ...wrong];
    },
  };
}
