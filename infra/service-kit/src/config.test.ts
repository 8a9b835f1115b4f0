import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readConfig } from './config.ts';

const schema = z.object({ PORT: z.coerce.number().int(), HOST: z.string().default('127.0.0.1'), URL: z.url() });

describe('configuration', () => {
  it('reads what is given and fills in defaults; empty counts as absent', () => {
    expect(readConfig(schema, { PORT: '4001', HOST: '', URL: 'http://a.example' })).toEqual({
      PORT: 4001,
      HOST: '127.0.0.1',
      URL: 'http://a.example',
    });
  });

  it('names every wrong variable at once', () => {
    expect(() => readConfig(schema, { PORT: 'x' })).toThrow(/PORT[\s\S]*URL/);
  });
});
