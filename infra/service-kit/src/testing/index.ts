export { Chance } from './chance.ts';
export { createTestDatabase, schemaDrift, testDialects } from './database.ts';
export {
  aViewer,
  startTestService,
  type TestAnswer,
  type TestClock,
  type TestService,
  type TestServiceOptions,
} from './service.ts';
export { type Sample, standInFaults } from './standing-in.ts';
export { statementsOf } from './statements.ts';
