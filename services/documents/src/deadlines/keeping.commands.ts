import type { Foundation, WorkingCalendar } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { DeliveryEntity } from '../deliveries/delivery.entity.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import type { Document } from '../outgoing/document.ts';
import { limitsOfDelivery, limitsOfDocument } from './document-deadlines.ts';

/** The limits that follow from documents and deliveries as they now stand. */
export function createKeeping({ office }: Foundation) {
  async function keepDocuments(tx: Transaction, documents: readonly Document[], published?: WorkingCalendar) {
    const days = published ?? (await office.calendar.days());
    await office.deadlines.keepAll(
      tx,
      documents.map((subject) => ({ subject, wanted: limitsOfDocument(subject, days, tx.now) })),
    );
  }

  /** How soon a delivery is to be answered its document says. */
  async function keepDeliveries(tx: Transaction, deliveries: readonly Delivery[], published?: WorkingCalendar) {
    const days = published ?? (await office.calendar.days());
    const id = In([...new Set(deliveries.map(({ documentId }) => documentId))]);
    const documents = await tx.manager
      .getRepository(DocumentEntity)
      .find({ select: { id: true, urgency: true }, where: { id } });
    const urgencies = new Map(documents.map((document) => [document.id, document.urgency]));
    await office.deadlines.keepAll(
      tx,
      deliveries.map((subject) => ({
        subject,
        wanted: limitsOfDelivery(subject, urgencies.get(subject.documentId) ?? 'NONE', days, tx.now),
      })),
    );
  }

  return {
    keepDocuments,
    keepDeliveries,

    /** Other working days were published. */
    async keepAgain(tx: Transaction, subjectIds: readonly string[]): Promise<void> {
      // Not the calendar that is kept for some seconds: what is counted by an old one now is not counted again.
      const days = await office.calendar.daysIn(tx.manager);
      const id = In([...subjectIds]);
      await keepDocuments(tx, await tx.manager.getRepository(DocumentEntity).findBy({ id }), days);
      await keepDeliveries(tx, await tx.manager.getRepository(DeliveryEntity).findBy({ id }), days);
    },
  };
}
