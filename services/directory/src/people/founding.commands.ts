import { type ServiceKit, StreamEntity } from '@chengqi/service-kit';
import { findPerson } from './person.repository.ts';
import { founders } from './person.ts';
import type { Posts } from './posts.commands.ts';

/** The founding accounts come from migrations, which cannot publish: the first start tells the other services. */
export async function announceFounding({ kit, posts }: { kit: ServiceKit; posts: Posts }): Promise<void> {
  await kit.transact(async (tx) => {
    const streams = tx.manager.getRepository(StreamEntity);
    for (const id of founders) {
      if (await streams.existsBy({ aggregateId: id })) continue;
      const person = await findPerson(tx.manager, id);
      if (person) await posts.announce(tx, [person], ['person', 'posts', 'clearance']);
    }
  });
}
