export type { Access, Act, ActOn, Creation, Decision, Outcome } from './act.ts';
export { AuditEntity, type AuditEntry, type AuditVerdict, verifyAudit } from './audit.ts';
export type { LimitEnds } from './calendar.ts';
export { type Cell, cell } from './cleaning/cell.ts';
export { codeOf, foldedCode, optionalCode } from './cleaning/codes.ts';
export { coverIdNumber, coverNumber, coverNumbers, coverPhone, signsOf } from './cleaning/cover-numbers.ts';
export { linesOf, withoutListNumber } from './cleaning/parts.ts';
export { DeadlineEntity, type StoredDeadline } from './deadlines/deadline.entity.ts';
export { deadlineList, deadlineResolvers } from './deadlines/deadline.resolvers.ts';
export {
  cancelDeadline,
  type Deadline,
  type DeadlineBasis,
  type DeadlineClock,
  type DeadlineRule,
  type DeadlineUnit,
  daysLaidDown,
  dueWarnings,
  extendDeadline,
  isOverdue,
  judgeDeadline,
  meetDeadline,
  pauseDeadline,
  resumeDeadline,
  startDeadline,
  statedDeadline,
} from './deadlines/deadline.ts';
export type { DeadlineConditions, PartDeadline } from './deadlines/deadlines.ts';
export { announceBy, type Telling } from './deadlines/telling.ts';
export { type Evidence, type EvidenceFile, type EvidenceGiven, evidenceListOf, evidenceOf } from './evidence.ts';
export { FileEntity, type StoredFile } from './files/file.entity.ts';
export { fileResolvers } from './files/file.resolvers.ts';
export {
  defineImport,
  type ImportContext,
  type ImportedRow,
  type ImportInput,
  type ImportOutcome,
  type ImportPlan,
  type ImportRemark,
  type ImportVerdict,
} from './import/import-plan.ts';
export { type ImportRow, ImportRowEntity } from './import/import-row.entity.ts';
export type { ImportedRowsArguments } from './import/imported-rows.ts';
export {
  createOffice,
  type Foundation,
  type Office,
  officeEntities,
  officeMigrations,
  officeTopics,
} from './office.ts';
export type { OrgTree } from './org-tree.ts';
export {
  countOf,
  type OwnCount,
  type OwnCountAsked,
  type OwnCounter,
  type OwnCounters,
  ownCount,
  percentileOf,
  rateOf,
} from './own-count.ts';
export { type Party, PartyEntity } from './parties.ts';
export type { Order, ReadOptions } from './reading.ts';
export { clearanceOn } from './replicas/person.repository.ts';
export type { Replicated } from './replicas/readable.ts';
export {
  type CalendarDayType,
  type OrgReplica,
  OrgReplicaEntity,
  type PersonReplica,
  type SiteReplica,
  SiteReplicaEntity,
} from './replicas/replica.entity.ts';
export type { SearchTexts } from './search/highlights.ts';
export { folded } from './search/terms.ts';
export { ceiling, isAbove, levelAtMost, levelsUpTo, maxLevel, publishedText } from './secrecy-level.ts';
export { type Among, amongTallied } from './tallies/tallies.ts';
export { opensContent, type Visibility, type VisibilityColumns } from './visibility.ts';
export { createWorkingCalendar, type WorkingCalendar } from './working-calendar.ts';
