import { describe, expect, it } from '@jest/globals';
import { addressVariableOf, databaseOf, forEachAddress, portOf, serviceNames, topicOf } from '../services.ts';

describe('a service', () => {
  it('has its port by its place in the list: what runs already keeps its own, a new one comes last', () => {
    expect(serviceNames.slice(0, 7).map((name) => [name, portOf(name)])).toEqual([
      ['directory', 4001],
      ['documents', 4002],
      ['meetings', 4003],
      ['supervision', 4004],
      ['security', 4005],
      ['reception', 4006],
      ['analytics', 4007],
    ]);
    expect(portOf('meetings', 5001)).toBe(5003);
  });

  it('has an address, a database and a topic by its name', () => {
    expect(addressVariableOf('meetings')).toBe('MEETINGS_URL');
    expect(forEachAddress((name) => name.length)).toMatchObject({ SECURITY_URL: 8, RECEPTION_URL: 9 });
    expect(databaseOf('meetings')).toBe('chengqi_meetings');
    expect(topicOf('meetings')).toBe('chengqi.meetings.v1');
  });

  it('is one lower-case word: it becomes a variable, a topic and a host', () => {
    for (const name of serviceNames) expect(name).toMatch(/^[a-z]+$/);
  });
});
