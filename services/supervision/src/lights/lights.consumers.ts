import { calendarPublished } from '@chengqi/schemas/events/directory';
import { type Consumer, on } from '@chengqi/service-kit';
import { lookAtAll } from './lights.repository.ts';

/** Other working days may make a limit near or an obstacle old. */
export const createLightConsumers = (): Consumer[] => [
  on(calendarPublished, (_, tx) => lookAtAll(tx), { imported: true }),
];
