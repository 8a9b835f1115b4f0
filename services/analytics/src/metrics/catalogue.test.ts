import { describe, expect, it } from '@jest/globals';
import { countedMetrics } from '../measuring/rollup-counting.timers.ts';
import { projectionsBy } from '../projection/projections.ts';
import { clockOf } from '../projection/projector.consumers.ts';
import { catalogue, metricNamed } from './catalogue.ts';

const projections = projectionsBy(() => new Date(0));

describe('the catalogue', () => {
  it('names every figure once', () => {
    const names = catalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(metricNamed('call.total')).toBe(catalogue.find(({ name }) => name === 'call.total'));
    expect(() => metricNamed('call.totals')).toThrow('BAD_USER_INPUT');
  });

  it('counts days ahead only by moments whose days the projector marks', () => {
    const marked = new Set(
      projections.flatMap(({ entity, clocks }) => clocks.map((property) => clockOf(entity, property))),
    );
    for (const { name, measure } of countedMetrics) {
      const { table, clock } = measure.facts;
      expect({ name, marked: marked.has(`${table}.${clock}`) }).toEqual({ name, marked: true });
    }
  });

  it('knows all moments that a day counted ahead depends on', () => {
    for (const { name, measure } of countedMetrics) {
      const sql = `${measure.facts.where ?? ''} ${measure.numerator}`;
      const used = [...new Set([...sql.matchAll(/f\.(\w+_at)\b/g)].map(([, column]) => column))];
      expect({ name, unknown: used.filter((column) => !measure.moments.includes(column ?? '')) }).toEqual({
        name,
        unknown: [],
      });
    }
  });
});
