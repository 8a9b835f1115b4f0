import { runService } from '@chengqi/service-kit';
import { reception } from './service.ts';

await runService(reception);
