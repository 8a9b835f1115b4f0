import type { Foundation, ReadOptions } from '@chengqi/office-kernel';
import { notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { EntitySchema } from 'typeorm';
import { lockMeeting, meetingRow } from './meeting.repository.ts';
import type { MeetingAction } from './meeting.ts';

/** An act on the meeting that the input names. */
export const onMeeting = <I extends { readonly meetingId: string }>(
  request: Request,
  name: string,
  input: I,
  action: MeetingAction,
) => ({ ...meetingRow, request, name, input, action, id: input.meetingId });

/** How an act finds a row that came out of a meeting: the meeting's row is held first, as everywhere. */
export const outOfMeeting =
  <T extends { id: string; meetingId: string }>(
    { office }: Foundation,
    request: Request,
    entity: EntitySchema<T>,
    id: string,
    options: ReadOptions,
  ) =>
  async (tx: Transaction): Promise<T> => {
    const known = await tx.manager.getRepository(entity).findOneBy({ id } as never);
    if (!known) throw notFound(options.type);
    await lockMeeting(tx, known.meetingId);
    return office.require(tx, request, entity, id, options);
  };
