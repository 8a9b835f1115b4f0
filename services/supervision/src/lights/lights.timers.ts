import type { Foundation } from '@chengqi/office-kernel';
import type { Timer } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { lockDueForLook, storeLight } from './lights.repository.ts';

const atOnce = 200;

/** Time alone changes lights: each is looked at when it may have changed, and then stored (DOMAIN 4.4). */
export function createLightTimers(foundation: Foundation): Timer[] {
  const { follow } = createKeeping(foundation);
  return [
    {
      name: 'lights',
      everySeconds: 5,
      async run(tx) {
        const items = await lockDueForLook(tx, atOnce);
        if (items.length === 0) return;
        const seen = await follow(tx, items);
        for (const [at, item] of items.entries()) {
          const light = seen[at];
          if (light) await storeLight(tx, item, light);
        }
      },
    },
  ];
}
