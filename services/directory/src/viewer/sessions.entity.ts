import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** When whoever vouches for people has ended what somebody was signed in with. */
export interface EndedSessions {
  /** As the issuer names the person (`sub`), which need not be the staff number. */
  readonly subject: string;
  /** Bearers issued up to then are void. */
  readonly endedAt: Date;
}

export const EndedSessionsEntity = new EntitySchema<EndedSessions>({
  name: 'EndedSessions',
  tableName: 'ended_sessions',
  columns: { subject: column.key('subject', 255), endedAt: column.instant('ended_at') },
});
