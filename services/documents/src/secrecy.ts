import { ceiling, levelAtMost } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';

/** Above the ceiling a thing exists only as a register entry: nothing textual is stored of it (DOC-7). */
export const isRegisterEntry = (level: SecrecyLevel): boolean => !levelAtMost(level, ceiling);

/** Text as it may be stored. */
export const keptText = (level: SecrecyLevel, text: string | null): string | null =>
  isRegisterEntry(level) ? null : text;
