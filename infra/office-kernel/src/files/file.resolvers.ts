import type { Evidence, EvidenceFile } from '../evidence.ts';
import type { UploadTicket } from './files.ts';

interface Context {
  readonly office: { readonly files: { addressOf(id: string): string } };
}

/** `Evidence`, `File` and `UploadTicket` of the contract, alike in every service that takes evidence. */
export const fileResolvers = {
  Evidence: { file: ({ file }: Evidence) => file ?? null },
  File: { url: ({ id }: EvidenceFile, _: unknown, { office }: Context) => office.files.addressOf(id) },
  UploadTicket: { url: ({ fileId }: UploadTicket, _: unknown, { office }: Context) => office.files.addressOf(fileId) },
};
