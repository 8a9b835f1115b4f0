import { badInput } from '@chengqi/service-kit';

/** A half-open span that is not empty, both ends to the minute. */
export function spanOf(from: Date, to: Date, fields: readonly [string, string]): void {
  for (const [at, field] of [
    [from, fields[0]],
    [to, fields[1]],
  ] as const) {
    if (at.getTime() % 60_000 !== 0) throw badInput(field, { en: 'To the minute.', zh: '时间须精确到分钟。' });
  }
  if (from.getTime() >= to.getTime()) {
    throw badInput(fields[1], { en: 'The end is after the beginning.', zh: '结束时间须晚于开始时间。' });
  }
}
