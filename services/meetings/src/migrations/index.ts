import { CreateMeetings1764000000000 } from './1764000000000-create-meetings.ts';

export const meetingMigrations = [CreateMeetings1764000000000];
