import type { WriteStream } from 'node:tty';

/** One line that is written anew on a terminal; elsewhere only lines that stay. */
export function createProgress(out: Pick<WriteStream, 'write' | 'isTTY'>) {
  const clear = '\r\u001b[2K';
  return {
    /** Where work stands; overwritten by what comes next. */
    at(text: string): void {
      if (out.isTTY) out.write(clear + text);
    },
    /** A line that stays. */
    line(text: string): void {
      out.write(`${out.isTTY ? clear : ''}${text}\n`);
    },
  };
}

export type Progress = ReturnType<typeof createProgress>;
