export { type AuditDesk, createAuditDesk } from './audit/audit-desk.ts';
export { verifyAudits } from './audit/verify-audit.ts';
export {
  type Answer,
  type AnswerError,
  createClient,
  type Data,
  type Desk,
  type OfficeClient,
  Refused,
} from './client.ts';
export { type Performance, playClosedLoop } from './closed-loop/play.ts';
export { confirmProposals } from './confirm-proposals.ts';
export { historyOf } from './demo/history.ts';
export { loadDemo } from './demo/load-demo.ts';
export { loadFortnight } from './demo/load-fortnight.ts';
export { distort } from './distorted-transport.ts';
export { type EmbeddedOffice, type EmbeddedOptions, startEmbedded } from './embedded.ts';
export { buildFrontEnds, demoPeople, frontEndFolder } from './front-ends.ts';
export { type FullOffice, type FullOptions, startFull } from './full.ts';
export { createDatabases, removeOwn } from './own-servers.ts';
export { patient } from './patient-desk.ts';
export { freePorts } from './ports.ts';
export { serverAddresses } from './servers/addresses.ts';
export { requireBrowser } from './servers/browser.ts';
export { type RecordedSpan, readSpans } from './trace/read-spans.ts';
export { linesOfTrace } from './trace/span-tree.ts';
