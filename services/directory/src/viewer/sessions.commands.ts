import type { Foundation } from '@chengqi/office-kernel';
import { forbidden } from '@chengqi/service-kit';
import { EndedSessionsEntity } from './sessions.entity.ts';

/**
 * `PUT /sessions/:subject/end`, for the gateway alone: whatever the issuer has given this subject until now is void. Every
 * gateway learns it with the claims of the person.
 */
export function openSessions({ kit }: Foundation): void {
  kit.route('PUT /sessions/:subject/end', async ({ viewer }, _asked, { subject = '' }) => {
    if (viewer.kind !== 'system') throw forbidden();
    await kit.transact(async ({ manager, now }) => {
      const ended = { subject: decodeURIComponent(subject), endedAt: now };
      await manager.getRepository(EndedSessionsEntity).upsert(ended, ['subject']);
    });
    return Response.json({ ended: true });
  });
}
