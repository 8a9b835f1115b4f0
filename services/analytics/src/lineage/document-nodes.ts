import {
  documentIssued,
  documentNumbered,
  documentSigned,
  documentVoided,
  minutesRefused,
  recordCatalogued,
  recordImported,
} from '@chengqi/schemas/events/documents';
import { happened, momentOf } from '../projection/projection.ts';
import { begins, goesOn } from './node-events.ts';

export const documentNodes = [
  begins(documentSigned, (event, { at }) => ({ state: 'SIGNED', at: at ?? happened(null, event) })),
  begins(documentNumbered, (event, { at }) => ({
    state: 'NUMBERED',
    code: event.data.docNumber,
    at: at ?? happened(null, event),
  })),
  goesOn(minutesRefused, () => ({ state: 'REFUSED' })),
  goesOn(documentVoided, () => ({ state: 'VOIDED' })),
  begins(documentIssued, (event, { at }) => ({
    state: 'ISSUED',
    code: event.data.docNumber,
    at: at ?? happened(event.data.issuedAt, event),
  })),
  begins(recordImported, ({ data }) => ({
    state: 'CATALOGUED',
    code: data.archivalCode,
    at: momentOf(data.cataloguedOn),
  })),
  begins(recordCatalogued, (event, { at }) => ({
    state: 'CATALOGUED',
    code: event.data.archivalCode,
    at: at ?? happened(event.data.cataloguedAt, event),
  })),
];
