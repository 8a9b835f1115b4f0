import type { Foundation } from '@chengqi/office-kernel';
import { createWarningCommands } from './warnings/warnings.commands.ts';

export type Commands = ReturnType<typeof createCommands>;

/** The mutations: what people made of warnings is all that this service keeps and no event tells. */
export const createCommands = (foundation: Foundation) => ({ warnings: createWarningCommands(foundation) });
