import { runService } from '@chengqi/service-kit';
import { directory } from './service.ts';

await runService(directory);
