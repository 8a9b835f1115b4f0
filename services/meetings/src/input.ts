import { badInput } from '@chengqi/service-kit';

/** A half-open span that is not empty. */
export function spanOf(start: Date, end: Date, field: string): { start: Date; end: Date } {
  if (start.getTime() >= end.getTime())
    throw badInput(field, { en: 'The end is after the start.', zh: '结束时间须晚于开始时间。' });
  return { start, end };
}
