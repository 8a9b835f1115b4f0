import { type ServiceKit, StreamEntity } from '@chengqi/service-kit';
import { findPerson } from './person.repository.ts';
import { foundingAdministrator } from './person.ts';
import type { Posts } from './posts.commands.ts';

/** The founding administrator comes from a migration, which cannot publish: the first start tells the other services. */
export async function announceFounding({ kit, posts }: { kit: ServiceKit; posts: Posts }): Promise<void> {
  await kit.transact(async (tx) => {
    const streams = tx.manager.getRepository(StreamEntity);
    if (await streams.existsBy({ aggregateId: foundingAdministrator })) return;
    const person = await findPerson(tx.manager, foundingAdministrator);
    if (person) await posts.announce(tx, person, ['person', 'posts', 'clearance']);
  });
}
