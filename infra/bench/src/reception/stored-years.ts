import type { Dialect } from '@chengqi/service-kit';
import { percentile, say, timesOf } from '../samples.ts';
import { type FilledWindow, fillWindow } from './filled-window.ts';
import { type Question, questionsOf } from './questions.ts';
import { type ReadingCost, readingCost } from './reading-cost.ts';

export interface StoredSizes {
  /** Calls; there is a case for every three of them. */
  readonly small: number;
  readonly large: number;
  readonly rounds: number;
}

interface Answered extends ReadingCost {
  readonly p50: number;
  readonly p95: number;
}

/** The same questions over few and over many stored rows, one line each. */
export async function measureStored(dialect: Dialect, engine: string, sizes: StoredSizes): Promise<void> {
  const few = await answersOf(dialect, sizes.small, sizes.rounds);
  const many = await answersOf(dialect, sizes.large, sizes.rounds);
  const calls = [sizes.small, sizes.large];
  for (const [question, large] of many) {
    const small = few.get(question);
    if (!small) continue;
    const ratio = Number((large.p50 / small.p50).toPrecision(3));
    say({ bench: 'reception', engine, step: 'stored', question, calls, small, large, ratio });
  }
}

async function answersOf(dialect: Dialect, calls: number, rounds: number): Promise<Map<string, Answered>> {
  await using filled = await fillWindow(dialect, calls);
  const answers = new Map<string, Answered>();
  for (const question of await questionsOf(filled, calls))
    answers.set(question.name, await answer(filled, question, rounds));
  return answers;
}

const seconds = 15;

async function answer({ window }: FilledWindow, question: Question, rounds: number): Promise<Answered> {
  const { query, variables, viewer } = question;
  const ask = () => window.ask(query, variables, viewer);
  const cost = await readingCost(window.service.db, ask);
  const times = await timesOf(ask, rounds, seconds);
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), ...cost };
}
