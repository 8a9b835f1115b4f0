import { badInput, spanOf } from '@chengqi/service-kit';

/** A half-open span that is not empty, both ends to the minute; the fields are those of its ends. */
export function minutesFrom(start: Date, end: Date, fields: readonly [string, string]): void {
  for (const [at, field] of [
    [start, fields[0]],
    [end, fields[1]],
  ] as const) {
    if (at.getTime() % 60_000 !== 0) throw badInput(field, { en: 'To the minute.', zh: '时间须精确到分钟。' });
  }
  spanOf(fields[1], start, end);
}
