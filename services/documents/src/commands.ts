import type { Foundation } from '@chengqi/office-kernel';
import { createArchiveCommands } from './archive/archive.commands.ts';
import { createArchiveImport } from './archive/archive-records.import.ts';
import type { ArchiveSources } from './archive/archive-sources.commands.ts';
import { createCirculationImport } from './circulation/circulations.import.ts';
import { createDeliveryCommands } from './deliveries/deliveries.commands.ts';
import { createDeliveryImport } from './deliveries/deliveries.import.ts';
import { createIncomingImport } from './incoming/incoming.import.ts';
import { createOutgoingCommands } from './outgoing/outgoing.commands.ts';
import { createOutgoingImport } from './outgoing/outgoing.import.ts';
import { createSigningCommands } from './signing/signing.commands.ts';

export type Commands = ReturnType<typeof createCommands>;

/** The mutations of every slice. */
export const createCommands = (foundation: Foundation, sources: ArchiveSources) => ({
  archive: { ...createArchiveCommands(foundation), imports: createArchiveImport(foundation, sources) },
  deliveries: { ...createDeliveryCommands(foundation), imports: createDeliveryImport(foundation) },
  incoming: { register: createIncomingImport(foundation), readers: createCirculationImport(foundation) },
  outgoing: { ...createOutgoingCommands(foundation), imports: createOutgoingImport(foundation, sources) },
  signing: createSigningCommands(foundation),
});
