import { runService } from '@chengqi/service-kit';
import { documents } from './service.ts';

await runService(documents);
