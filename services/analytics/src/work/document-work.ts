import {
  documentIssued,
  documentNumbered,
  documentSigned,
  documentVoided,
  minutesRefused,
} from '@chengqi/schemas/events/documents';
import { allDone, done, open, over } from './matter.ts';
import { begins, goesOn } from './work-rules.ts';

/** What is issued waits for its recipients; nobody here owes anything more. */
export const documentWork = [
  begins(documentSigned, () => [open('NUMBER')]),
  goesOn(minutesRefused, () => [done('NUMBER')]),
  goesOn(documentNumbered, () => [done('NUMBER'), open('ISSUE')]),
  goesOn(documentIssued, () => [over]),
  goesOn(documentVoided, () => [allDone, open('CATALOGUE')]),
];
