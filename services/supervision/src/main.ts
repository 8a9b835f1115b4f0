import { runService } from '@chengqi/service-kit';
import { supervision } from './service.ts';

await runService(supervision);
