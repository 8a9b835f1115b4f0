import { InboxEntity, OutboxEntity } from '@chengqi/service-kit';
import type { EmbeddedOffice } from '../embedded.ts';
import type { Performance } from './play.ts';

/** What is there twice or not at all, in words; empty when every acknowledged step has exactly one trace. */
export async function countTwice(office: EmbeddedOffice, { acknowledged }: Performance): Promise<string[]> {
  const faults: string[] = [];
  const published = new Map<string, number>();
  for (const { kit } of office.services.values()) {
    const rows = await kit.db.read
      .getRepository(OutboxEntity)
      .find({ select: { eventId: true, type: true, aggregateId: true } });
    for (const { type } of rows) published.set(type, (published.get(type) ?? 0) + 1);
  }
  for (const [mutation, type] of Object.entries(eventOf)) {
    const steps = acknowledged.filter((step) => step.mutation === mutation).length;
    const events = published.get(type) ?? 0;
    if (events !== steps) faults.push(`${steps} acknowledged ${mutation}, ${events} ${type}`);
  }
  for (const [name, { kit, status }] of office.services) {
    const handled = await kit.db.read.getRepository(InboxEntity).count();
    if (handled === 0) faults.push(`${name} has handled nothing`);
    const { deadLetters } = await status();
    if (deadLetters > 0) faults.push(`${name} has ${deadLetters} dead letters`);
  }
  return faults;
}

/** Mutations that publish exactly one event of this type each in a fresh office. */
const eventOf: Readonly<Record<string, string>> = {
  scheduleMeeting: 'meetings.MeetingScheduled.v1',
  signMinutes: 'meetings.MinutesSigned.v1',
  registerOutgoing: 'documents.DocumentNumbered.v1',
  issueDocument: 'documents.DocumentIssued.v1',
  registerItem: 'supervision.ItemRegistered.v1',
  requireRectification: 'supervision.RectificationRequired.v1',
  verifyItem: 'supervision.ItemCompleted.v1',
  strikeOffItem: 'supervision.ItemStruckOff.v1',
  openCase: 'reception.CaseOpened.v1',
  answerCase: 'reception.CaseAnswered.v1',
  closeCase: 'reception.CaseClosed.v1',
  rateService: 'reception.RatingSubmitted.v1',
  confirmHazard: 'security.HazardConfirmed.v1',
};
