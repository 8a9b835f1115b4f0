import { setTimeout as sleep } from 'node:timers/promises';
import { type Data, Refused } from '../client.ts';
import type { PatientClient as Client } from './patient-client.ts';

/** Somebody who acts; without a staff number a person from the street, who does not sign in. */
export interface Actor {
  readonly staffNo: string | null;
  readonly name: string;
}

export interface Acknowledged {
  readonly mutation: string;
  readonly answer: Data;
}

const patienceMilliseconds = 60_000;

/** Plays steps as people and prints a line for each; every acknowledged step is kept for the count afterwards. */
export function createStage(client: Client, run: string) {
  const acknowledged: Acknowledged[] = [];
  let number = 0;

  const line = (mark: string, who: string, what: string) => {
    number += 1;
    console.log(`${String(number).padStart(3)} ${mark} ${who.padEnd(6, '　')} ${what}`);
  };

  const send = (player: Actor, mutation: string, input: Data, selection: string, key: string) => {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
    // Nobody has to sign in to rate: that operation is registered by its name.
    const name = player.staffNo === null ? `Reception_${type}` : '';
    return client.run(
      player.staffNo,
      `mutation ${name}($input: ${type}Input!) { ${mutation}(input: $input) { ${selection} } }`,
      { input: { ...input, idempotencyKey: key } },
    );
  };

  return {
    acknowledged,
    /** One act that must succeed; answers the payload. */
    async act(player: Actor, what: string, mutation: string, input: Data, selection: string): Promise<Data> {
      const key = `${run}-${number + 1}`;
      const answer = await send(player, mutation, input, selection, key).catch((error: unknown) => {
        throw new Error(`${player.name} could not ${mutation}: ${(error as Error).message}`);
      });
      acknowledged.push({ mutation, answer });
      line('✓', player.name, what);
      return answer[mutation];
    },
    /** One act that the office must refuse with one of the codes. */
    async refused(player: Actor, what: string, mutation: string, input: Data, codes: readonly string[]): Promise<void> {
      const key = `${run}-${number + 1}`;
      const outcome = await send(player, mutation, input, '__typename', key).then(
        () => 'accepted',
        (error: unknown) => error,
      );
      if (!(outcome instanceof Refused))
        throw new Error(`${mutation} should have been refused (${what}), but: ${outcome}`);
      const code = [outcome.code, outcome.errors[0]?.extensions.rule].filter(Boolean).join(' ');
      if (!codes.some((expected) => code === expected || outcome.code === expected))
        throw new Error(`${mutation} was refused with ${code}, not ${codes.join(' or ')}: ${outcome.message}`);
      line('✗', player.name, `${what}: ${code}`);
    },
    /** Waits until an event has done its work; answers what `look` found. */
    async until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
      const started = performance.now();
      while (performance.now() - started < patienceMilliseconds) {
        const found = await look();
        if (found) {
          line('…', '', `${what} (${Math.round(performance.now() - started)} ms)`);
          return found;
        }
        await sleep(50);
      }
      throw new Error(`waited ${patienceMilliseconds / 1000} s in vain: ${what}`);
    },
    say: (text: string) => console.log(text),
  };
}

export type Stage = ReturnType<typeof createStage>;
