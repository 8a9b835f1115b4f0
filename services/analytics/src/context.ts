import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { Commands } from './commands.ts';
import type { Figures } from './figures.ts';
import type { Loaders } from './loaders.ts';

/** What a resolver may see. */
export type Context = Request & Foundation & Figures & Commands & { readonly loaders: Loaders };
