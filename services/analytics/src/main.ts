import { runService } from '@chengqi/service-kit';
import { analytics } from './service.ts';

await runService(analytics);
