import type { Foundation } from '@chengqi/office-kernel';
import type { Timer } from '@chengqi/service-kit';
import { lockDueForLook, look, storeLight } from './lights.repository.ts';

const atOnce = 200;

/** Time alone changes lights: each is looked at when it may have changed, and then stored (DOMAIN 4.4). */
export const createLightTimers = ({ office }: Foundation): Timer[] => [
  {
    name: 'lights',
    everySeconds: 5,
    async run(tx) {
      const items = await lockDueForLook(tx, atOnce);
      if (items.length === 0) return;
      const seen = await look(office, tx.manager, items, tx.now);
      for (const [at, light] of seen.entries()) await storeLight(tx, items[at]?.id ?? '', light);
    },
  },
];
