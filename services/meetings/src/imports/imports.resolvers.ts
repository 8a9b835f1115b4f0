import { refusal } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/graphql.ts';

const notYet = () => {
  throw refusal(
    'BAD_USER_INPUT',
    { en: 'This office does not take exports yet.', zh: '暂不接受导入。' },
    { field: 'file' },
  );
};

export const importResolvers: Resolvers = {
  Query: { meetingsImportRows: () => [] },
  Mutation: {
    importRooms: notYet,
    importMeetings: notYet,
    importAttendees: notYet,
    importResolutions: notYet,
    importRoomBookings: notYet,
  },
};
