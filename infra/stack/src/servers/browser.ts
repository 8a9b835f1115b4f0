import { findProgram, requirePrograms } from './programs.ts';
import { StackRefusal } from './refusal.ts';

const needs = [
  {
    program: 'chromium',
    packages: ['chromium', 'fonts-noto-cjk'],
    hint: 'Chromium of the system, with a font that has Chinese',
  },
];

/** The browser that drives pages; installed where it is missing and may be. @throws StackRefusal */
export function requireBrowser(say: (line: string) => void): string {
  requirePrograms(needs, say, { because: 'The pages are driven in a browser', instead: '' });
  const path = findProgram('chromium');
  if (path === null) throw new StackRefusal('chromium is not there');
  return path;
}
