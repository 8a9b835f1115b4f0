import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Span, Tracer } from '@opentelemetry/api';
import { tellingLongSteps } from './long-steps.ts';

describe('steps of a library', () => {
  let milliseconds = 0;
  let told: { name: string; took: number }[] = [];
  const recording = {
    startSpan: (name: string, { startTime }: { startTime: number }) => ({
      end: (at: number) => told.push({ name, took: Math.round(at - startTime) }),
    }),
  } as unknown as Tracer;
  const tracer = tellingLongSteps(recording, () => milliseconds);
  const step =
    (takes: number, result: unknown = 'done') =>
    (span: Span) => {
      span.setAttribute('heard', true).end();
      milliseconds += takes;
      return result;
    };

  beforeEach(() => {
    told = [];
  });

  it('18-7: are told where they took long, with what they took, and answer what they answer', () => {
    expect(tracer.startActiveSpan('plan', step(60))).toBe('done');
    expect(tracer.startActiveSpan('validate', { attributes: {} }, step(1))).toBe('done');
    expect(tracer.startActiveSpan('plan', step(0.9))).toBe('done');
    expect(told).toEqual([
      { name: 'plan', took: 60 },
      { name: 'validate', took: 1 },
    ]);
  });

  it('18-7: are told also where they fail, and not where they only wait', async () => {
    const fails = () => {
      milliseconds += 5;
      throw new Error('no plan');
    };
    expect(() => tracer.startActiveSpan('plan', fails)).toThrow('no plan');
    await tracer.startActiveSpan('execute', step(7, Promise.resolve('later')));
    expect(told).toEqual([{ name: 'plan', took: 5 }]);
  });
});
