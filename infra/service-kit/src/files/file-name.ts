import { badInput } from '../errors.ts';
import { lineOf } from '../input.ts';

/** What common file systems take for one name, in bytes of UTF-8. */
const longestBytes = 255;
/** What takes a name elsewhere, or means something to a shell or a file system of this world. */
const unfit = /[/\\:*?"<>|]|^\.|\.$/;

/**
 * The name of a file as people see it, never a path: one line of 1 to 255 bytes, without separators or signs that file
 * systems keep for themselves, without control characters (NUL among them), invisible ones, or marks that turn the
 * direction of writing, by which `gpj.exe` reads as `exe.jpg`. It neither begins nor ends with a dot.
 * @throws DomainError BAD_USER_INPUT
 */
export function fileNameOf(field: string, value: string | null | undefined): string {
  const name = lineOf(field, value, longestBytes);
  if (Buffer.byteLength(name) > longestBytes) {
    throw badInput(field, { en: `${field} has at most 255 bytes.`, zh: `${field} 不得超过 255 字节。` });
  }
  if (unfit.test(name)) {
    throw badInput(field, {
      en: `${field} is the name of a file, without folders: none of / \\ : * ? " < > |, and no dot at either end.`,
      zh: `${field} 须为不含路径的文件名，不得含有 / \\ : * ? " < > |，且首尾不得为点。`,
    });
  }
  return name;
}
