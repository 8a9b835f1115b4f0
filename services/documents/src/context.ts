import type { Office } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { ArchiveCommands } from './archive/archive.commands.ts';
import type { ArchiveImport } from './archive/archive-records.import.ts';
import type { DeliveryCommands } from './deliveries/delivery.commands.ts';
import type { Loaders } from './loaders.ts';
import type { OutgoingCommands } from './outgoing/outgoing.commands.ts';
import type { SigningCommands } from './outgoing/signing.commands.ts';

/** What a resolver may see. */
export interface Context extends Request {
  readonly request: Request;
  readonly office: Office;
  readonly loaders: Loaders;
  readonly signing: SigningCommands;
  readonly outgoing: OutgoingCommands;
  readonly deliveries: DeliveryCommands;
  readonly archive: ArchiveCommands;
  readonly archiveImport: ArchiveImport;
  /** For named queries: where to read, and as whom. */
  scope(): { readonly manager: EntityManager; readonly office: Office; readonly request: Request };
}
