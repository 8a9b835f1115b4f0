import { CreateDocuments1764000000000 } from './1764000000000-create-documents.ts';
import { CreateDeliveries1764000001000 } from './1764000001000-create-deliveries.ts';
import { CreateArchiveRecords1764000002000 } from './1764000002000-create-archive-records.ts';
import { AddImportedRecords1764200000000 } from './1764200000000-add-imported-records.ts';

export const migrations = [
  CreateDocuments1764000000000,
  CreateDeliveries1764000001000,
  CreateArchiveRecords1764000002000,
  AddImportedRecords1764200000000,
] as const;
