import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { createArchiveConsumers } from './archive/archive.consumers.ts';
import { archiveResolvers } from './archive/archive.resolvers.ts';
import { ArchiveRecordEntity } from './archive/archive-record.entity.ts';
import { ArchiveSourceEntity } from './archive/archive-source.entity.ts';
import { createArchiveSources } from './archive/archive-sources.commands.ts';
import { boardResolvers } from './board/board.resolvers.ts';
import { CirculationReaderEntity } from './circulation/circulation.entity.ts';
import { circulationResolvers } from './circulation/circulation.resolvers.ts';
import { createCommands } from './commands.ts';
import { countResolvers } from './counts/counts.resolvers.ts';
import { deadlineResolvers } from './deadlines/deadlines.resolvers.ts';
import { createDeadlineTimers } from './deadlines/deadlines.timers.ts';
import { createKeeping } from './deadlines/keeping.commands.ts';
import { deliveryResolvers } from './deliveries/deliveries.resolvers.ts';
import { DeliveryEntity } from './deliveries/delivery.entity.ts';
import { IncomingDocumentEntity } from './incoming/incoming.entity.ts';
import { talliedIncoming } from './incoming/incoming.repository.ts';
import { incomingResolvers } from './incoming/incoming.resolvers.ts';
import { incomingTexts } from './incoming/incoming.ts';
import { InstructionEntity } from './instructions/instruction.entity.ts';
import { instructionResolvers } from './instructions/instructions.resolvers.ts';
import { createLoaders } from './loaders.ts';
import { DocumentBodyEntity, DocumentEntity } from './outgoing/document.entity.ts';
import { talliedDocuments } from './outgoing/document.repository.ts';
import { documentTexts } from './outgoing/document.ts';
import { outgoingResolvers } from './outgoing/outgoing.resolvers.ts';
import { createMinutesConsumers } from './signing/minutes.consumers.ts';
import { createMinutesTexts } from './signing/minutes-text.timers.ts';

/** Official documents from signature to archive, and those that the office received. */
export const documents = defineService({
  name: 'documents',
  entities: [
    ...officeEntities,
    DocumentEntity,
    DocumentBodyEntity,
    DeliveryEntity,
    ArchiveRecordEntity,
    ArchiveSourceEntity,
    IncomingDocumentEntity,
    InstructionEntity,
    CirculationReaderEntity,
  ],
  migrations: [...officeMigrations, new URL('./migrations/', import.meta.url)],
  consumesFrom: ['directory', 'meetings', 'supervision', 'security'],
  start(kit) {
    const foundation = { kit, office: createOffice(kit) };
    const { office } = foundation;
    office.search.keep(DocumentEntity, documentTexts);
    office.search.keep(IncomingDocumentEntity, incomingTexts);
    office.tallies.keep(DocumentEntity, talliedDocuments);
    office.tallies.keep(IncomingDocumentEntity, talliedIncoming);
    const texts = createMinutesTexts(kit);
    const sources = createArchiveSources(foundation);
    const commands = createCommands(foundation, sources);
    const recounting = office.deadlines.recounting(createKeeping(foundation).keepAgain);
    return {
      resolvers: [
        outgoingResolvers,
        deliveryResolvers,
        deadlineResolvers,
        incomingResolvers,
        instructionResolvers,
        circulationResolvers,
        archiveResolvers,
        boardResolvers,
        countResolvers,
        office.resolvers,
      ],
      context: (request) => ({ ...foundation, ...commands, loaders: createLoaders(request, foundation) }),
      consumers: [
        ...office.consumers,
        ...createMinutesConsumers({ ...foundation, fetchTexts: texts.fetchTexts }),
        ...createArchiveConsumers(foundation, sources),
        ...recounting.consumers,
      ],
      timers: [...office.timers, texts.timer, ...createDeadlineTimers(foundation), ...recounting.timers],
      actorOf: office.actorOf,
    };
  },
});
