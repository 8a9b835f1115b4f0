import { runService } from '@chengqi/service-kit';
import { meetings } from './service.ts';

await runService(meetings);
