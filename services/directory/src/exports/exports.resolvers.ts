import { refusal } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';

const later = () => {
  throw refusal('SUBGRAPH_UNAVAILABLE', { en: 'The import is not connected yet.', zh: '导入功能尚未接入。' });
};

export const exportResolvers: Resolvers<Context> = {
  Query: { directoryImportRows: later },
  Mutation: { importOrgs: later, importPeople: later, importSites: later, importCalendar: later },
};
