import { runService } from '@chengqi/service-kit';
import { security } from './service.ts';

await runService(security);
