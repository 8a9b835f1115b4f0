import { createOffice, officeEntities, officeMigrations } from '@chengqi/office-kernel';
import { defineService } from '@chengqi/service-kit';
import { createArchiveCommands } from './archive/archive.commands.ts';
import { createArchiveConsumers } from './archive/archive.consumers.ts';
import { archiveResolvers } from './archive/archive.resolvers.ts';
import { ArchiveRecordEntity } from './archive/archive-record.entity.ts';
import { createArchiveImport } from './archive/archive-records.import.ts';
import { ArchiveSourceEntity } from './archive/archive-source.entity.ts';
import { createArchiveSources } from './archive/archive-sources.ts';
import type { Context } from './context.ts';
import { countResolvers } from './counts/counts.resolvers.ts';
import { deliveryResolvers } from './deliveries/deliveries.resolvers.ts';
import { createDeliveryCommands } from './deliveries/delivery.commands.ts';
import { DeliveryEntity } from './deliveries/delivery.entity.ts';
import { createLoaders } from './loaders.ts';
import { migrations } from './migrations/index.ts';
import { DocumentBodyEntity, DocumentEntity } from './outgoing/document.entity.ts';
import { createMinutesConsumers } from './outgoing/minutes.consumers.ts';
import { createMinutesTexts } from './outgoing/minutes-text.ts';
import { createOutgoingCommands } from './outgoing/outgoing.commands.ts';
import { outgoingResolvers } from './outgoing/outgoing.resolvers.ts';
import { createSigningCommands } from './outgoing/signing.commands.ts';

/** Official documents from signature to archive. */
export const documents = defineService({
  name: 'documents',
  entities: [
    ...officeEntities,
    DocumentEntity,
    DocumentBodyEntity,
    DeliveryEntity,
    ArchiveRecordEntity,
    ArchiveSourceEntity,
  ],
  migrations: [...officeMigrations, ...migrations],
  consumesFrom: ['directory', 'meetings', 'supervision', 'security'],
  start(kit) {
    const office = createOffice(kit);
    const texts = createMinutesTexts(kit);
    const sources = createArchiveSources({ kit, office });
    const commands = {
      signing: createSigningCommands({ kit, office }),
      outgoing: createOutgoingCommands({ kit, office }),
      deliveries: createDeliveryCommands({ office }),
      archive: createArchiveCommands({ kit, office }),
      archiveImport: createArchiveImport({ kit, office }, sources),
    };
    const context = (request: Context['request']): Omit<Context, keyof Context['request']> => ({
      request,
      office,
      ...commands,
      loaders: createLoaders(request, office, kit.db),
      scope: () => ({ manager: kit.db.read, office, request }),
    });
    return {
      resolvers: [outgoingResolvers, deliveryResolvers, archiveResolvers, countResolvers, office.resolvers],
      context,
      consumers: [
        ...office.consumers,
        ...createMinutesConsumers({ kit, office, fetchTexts: texts.fetchTexts }),
        ...createArchiveConsumers(kit, sources),
      ],
      timers: [...office.timers, texts.timer],
      actorOf: office.actorOf,
    };
  },
});
