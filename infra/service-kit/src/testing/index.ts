export { createTestDatabase, schemaDrift, testDialects } from './database.ts';
export {
  aViewer,
  startTestService,
  type TestAnswer,
  type TestClock,
  type TestService,
  type TestServiceOptions,
} from './service.ts';
export { statementsOf } from './statements.ts';
