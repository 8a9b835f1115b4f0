import { readFileSync } from 'node:fs';
import type { Envelope } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType } from 'graphql';
import { newsOf, subjectNames, subjectOf } from './subjects.ts';

const rest = '01h455vb4pex5vsknk084sn02q';
const event = (type: string, subject: string, data: unknown, more: Partial<Envelope> = {}) =>
  newsOf({ type, subject, orgid: `org_${rest}`, provenance: 'live', data, ...more } as Envelope);

describe('what an event tells', () => {
  it('is the thing it names, wherever it names it, of its own service alone', () => {
    const [meeting, hazard] = [`mtg_${rest}`, `haz_${rest}`];
    const things = (...given: Parameters<typeof event>) => Object.fromEntries(event(...given)?.things ?? []);

    expect(things('meetings.MinutesSigned.v1', `min_${rest}`, { meetingId: meeting })).toEqual({
      meetingChanged: [meeting],
    });
    expect(things('security.HazardClosed.v1', hazard, { hazardId: hazard, by: { meeting } })).toEqual({
      hazardChanged: [hazard],
    });
    expect(things('supervision.RectificationRequired.v1', `sup_${rest}`, { hazards: [hazard] })).toEqual({
      supervisionItemChanged: [`sup_${rest}`],
    });
    expect(things('reception.CallAnswered.v1', `cal_${rest}`, {})).toEqual({});
    expect(things('reception.CallMissed.v1', `cal_${rest}`, {})).toEqual({ callMissed: [`cal_${rest}`] });
    expect(things('directory.OrgChanged.v1', `org_${rest}`, { title: `haz_${rest} and more` })).toEqual({});
  });

  it('is nothing where an import brought it, and the units and people of any other', () => {
    const data = { orgIds: [`org_${rest}`], leaderId: `psn_${rest}` };

    expect(event('security.HazardClosed.v1', `haz_${rest}`, data, { provenance: 'imported' })).toBeNull();
    expect(event('supervision.ReportDue.v1', 'due', data)).toMatchObject({
      orgs: [`org_${rest}`],
      people: [`psn_${rest}`],
    });
  });

  it('is what the contract declares: every field of Subscription, its argument and its type', () => {
    const schema = buildSchema(readFileSync(new URL('../../../schemas/api.graphql', import.meta.url), 'utf8'));
    const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});

    expect(fields.map(({ name }) => name).sort()).toEqual([...subjectNames].sort());
    for (const { name, args, type } of fields) {
      const subject = subjectOf(name as (typeof subjectNames)[number]);
      const root = schema.getQueryType()?.getFields()[subject.root];
      expect([name, args.map((each) => each.name)]).toEqual([name, subject.by === 'viewer' ? [] : [subject.by]]);
      expect([name, getNamedType(type).name]).toEqual([name, subject.type]);
      expect([name, root && String(root.type)]).toEqual([name, subject.type]);
    }
  });
});
