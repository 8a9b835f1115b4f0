import { describe, expect, it } from '@jest/globals';
import { countedMetrics } from '../measuring/rollup-counting.timers.ts';
import { projectionsBy } from '../projection/projections.ts';
import { clockOf } from '../projection/projector.consumers.ts';
import { unfedMetrics } from './catalogue/unfed.ts';
import { catalogue, listed, metricNamed } from './catalogue.ts';
import { dutiesOf } from './duties.ts';
import type { Measure } from './metric.ts';

/** DOMAIN 8, family by family; where the catalogue has another name, that one after the sign. */
const domain = [
  'doc.issued doc.received doc.cycle doc.onTimeHandling doc.returnRate doc.signInLag doc.numberGaps',
  'bul.readRate bul.readLag adv.adoptionRate adv.timeliness',
  'arc.filedOnTime arc.fixityOk sec.accessRefused sec.expiringSecrets sec.copiesUnreturned',
  'mtg.count mtg.personHours mtg.onTimeStart mtg.attendance mtg.minutesOnTime mtg.resolutionImplemented',
  'mtg.roomUse mtg.noShow',
  'sup.decisionCoverage sup.onTime sup.onTimeFirstDue sup.lights sup.proactive sup.firstPassVerify sup.truth',
  'sup.obstacleDwell sup.blockedBy sup.focusCoverage sup.blankRate sup.relapse',
  'crd.agreedRate crd.days rep.onTime rep.missing rep.returned',
  'haz.found haz.closedRate haz.onTime haz.majorOpen haz.recurrence haz.p90days=haz.days.p90',
  'ins.coverage ins.findingsPer100 inc.count inc.reportOnTime inc.timeToResponse',
  'duty.gapMinutes duty.quality duty.checkPass duty.balance',
  'call.total call.connect24h=call.connectRate call.answer15s call.missed call.lost call.unshifted call.callback30',
  'case.count case.onTime case.firstReply case.redo case.repeat case.oneTrip case.secondSupplement',
  'pet.noticeOnTime pet.finishOnTime pet.reviewRate',
  'dsp.count dsp.settled dsp.expired dsp.performed vis.count vis.wait que.p90wait que.noShow',
  'sat.public sat.bad100 sat.revisit sat.leader sat.staff sat.index gov.loopTime gov.loopComplete gov.orphans',
].flatMap((family) => family.split(' '));

const projections = projectionsBy(() => new Date(0));

describe('the catalogue', () => {
  it('names every figure once', () => {
    const names = catalogue.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(metricNamed('call.total')).toBe(catalogue.find(({ name }) => name === 'call.total'));
    expect(() => metricNamed('call.totals')).toThrow('BAD_USER_INPUT');
  });

  it('lists every figure of the domain, fed or with a reason, and refuses what nothing feeds', () => {
    const names = listed.map(({ name }) => name);
    const missing = domain.filter((entry) => {
      const name = entry.split('=').at(-1) ?? entry;
      return !names.some((one) => one === name || one.startsWith(`${name}.p`));
    });
    expect(missing).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, why } of unfedMetrics) {
      expect([name, why.en.length > 20, /\p{Script=Han}/u.test(why.zh)]).toEqual([name, true, true]);
      expect(() => metricNamed(name)).toThrow(`BAD_USER_INPUT: Nothing feeds this figure: ${why.en}`);
    }
  });

  it('defines every figure in both languages', () => {
    for (const { name, definition, definitionZh } of listed) {
      expect([name, definition.endsWith('.'), definitionZh.endsWith('。')]).toEqual([name, true, true]);
      expect([name, /\p{Script=Han}/u.test(definition), /[,.;]/.test(definitionZh.replace(/\d\.\d/g, ''))]).toEqual([
        ...[name, false, false],
      ]);
    }
    const chinese = listed.map(({ definitionZh }) => definitionZh);
    expect(new Set(chinese).size).toBe(chinese.length);
  });

  it('says of every figure which duties of the office it serves', () => {
    const serves = (name: string) => dutiesOf(name).every((duty) => duty >= 1 && duty <= 56);
    expect(listed.filter(({ name }) => !serves(name))).toEqual([]);
    expect(dutiesOf('sup.obstacleDwell.p90')).toEqual([36, 38]);
    expect(() => dutiesOf('xyz.count')).toThrow();
  });

  it('A-4: figures of people are sums, by the organisation and at most one other dimension (decision 20)', () => {
    const parts = (measure: Measure): Measure[] =>
      measure.of === 'composed' ? measure.parts.flatMap(parts) : [measure];
    for (const { name, measure, dimensions } of catalogue.filter(({ people }) => people)) {
      expect([name, ...parts(measure).map((part) => part.of)]).toEqual([name, ...parts(measure).map(() => 'tally')]);
      expect(dimensions.filter((dimension) => dimension !== 'ORG').length).toBeLessThan(2);
    }
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
      const sql = `${measure.facts.where ?? ''} ${measure.numerator} ${measure.over ?? ''}`;
      const used = [...new Set([...sql.matchAll(/f\.(\w+_at)\b/g)].map(([, column]) => column))];
      expect({ name, unknown: used.filter((column) => !measure.moments.includes(column ?? '')) }).toEqual({
        name,
        unknown: [],
      });
    }
  });
});
