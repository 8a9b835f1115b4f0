import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { createLogger, inLog, noteInLog } from './log.ts';

function listening() {
  const lines: string[] = [];
  return { log: createLogger('test', { level: 'info', to: { write: (line) => lines.push(line) } }), lines };
}

describe('a line of the log', () => {
  it('says for whom and for what something is done, as far as it is known by then', async () => {
    const { log, lines } = listening();
    await inLog({ requestId: 'req_1' }, async () => {
      log.info('first');
      noteInLog({ viewer: 'psn_1' });
      await inLog({ event: 'evt_1' }, async () => log.info('second'));
      noteInLog({ viewer: undefined });
      log.info('third');
    });
    log.info('fourth');

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: 'first', requestId: 'req_1' },
      { msg: 'second', requestId: 'req_1', viewer: 'psn_1', event: 'evt_1' },
      { msg: 'third', requestId: 'req_1' },
      { msg: 'fourth' },
    ]);
    expect(lines[0]).not.toContain('psn_1');
    expect(lines[2]).not.toMatch(/psn_1|evt_1/);
    expect(lines[3]).not.toContain('req_1');
  });

  it.each([
    [`Duplicate entry '李明' for key 'people.name'`, `Duplicate entry … for key 'people.name'`],
    [`Unexpected token '李', "李明的电话" is not valid JSON`, 'Unexpected token …, … is not valid JSON'],
    ['UNIQUE constraint failed: people.staff_no', 'UNIQUE constraint failed: people.staff_no'],
    [
      `Incorrect string value: '\\xF0' for column "note" at row 1`,
      'Incorrect string value: … for column "note" at row 1',
    ],
  ])('leaves out what an error quotes: %s', (message, told) => {
    const { log, lines } = listening();
    const error = new QueryFailedError('INSERT INTO people VALUES (?)', ['李明'], new Error(message));
    log.error({ err: error }, 'failed');
    log.error({ err: new Error('told', { cause: error }) }, 'failed');

    const [first, second] = lines.map((line) => JSON.parse(line));
    expect(first.err).toMatchObject({ type: 'QueryFailedError', message: told });
    expect(first.err.stack).toMatch(/\n\s+at /);
    expect(second.err.cause).toMatchObject({ message: told });
    expect(lines.join('')).not.toMatch(/李/);
  });
});
