import { describe, expect, it } from '@jest/globals';
import { fileNameOf } from './file-name.ts';

describe('the name of a file', () => {
  it.each(['整改照片（一）.jpg', 'Report v2.1 final.PDF', 'a', `${'字'.repeat(83)}.docx`])('may be %s', (name) => {
    expect(fileNameOf('name', name)).toBe(name);
  });

  it('is trimmed', () => {
    expect(fileNameOf('name', ' a.pdf ')).toBe('a.pdf');
  });

  it.each([
    ['nothing', ' '],
    ['a path upward', '../a.pdf'],
    ['a path upward elsewhere', '..\\a.pdf'],
    ['a path', 'a/b.pdf'],
    ['a whole path', 'C:\\a.pdf'],
    ['a hidden name', '.htaccess'],
    ['dots', '..'],
    ['a dot at the end, which some systems drop', 'a.exe.'],
    ['NUL', 'a\0.pdf'],
    ['a line break', 'a\r\nSet-Cookie: x.pdf'],
    ['an escape', 'a\u001b[2J.pdf'],
    ['a mark that turns writing around', 'invoice\u202egpj.exe'],
    ['an isolate', '\u2067a.pdf'],
    ['a sign nobody sees', 'a\u200b.pdf'],
    ['a wildcard', 'a*.pdf'],
    ['half a sign', 'a\ud800.pdf'],
    ['256 bytes', `${'a'.repeat(252)}.pdf`],
    ['256 bytes of fewer signs', `${'字'.repeat(84)}.pdf`],
  ])('is not %s', async (_what, name) => {
    const asked = async () => fileNameOf('name', name);
    await expect(asked()).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'name' } });
  });
});
