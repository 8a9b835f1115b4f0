import { fileTypeFromBuffer } from 'file-type';
import { badInput } from '../errors.ts';

/** So many of the first bytes say what a file is. */
export const headBytes = 4100;

/** What an office shows and sends, by media type: the endings that its names may have. Nothing that runs, and no archives. */
const endings: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/bmp': ['bmp'],
  'image/webp': ['webp'],
  'image/tiff': ['tif', 'tiff'],
  'image/heic': ['heic'],
  'image/heif': ['heif'],
  'audio/mpeg': ['mp3'],
  'audio/wav': ['wav'],
  'audio/mp4': ['m4a'],
  'audio/x-m4a': ['m4a'],
  'audio/aac': ['aac'],
  'audio/amr': ['amr'],
  'audio/ogg': ['ogg', 'oga'],
  'video/mp4': ['mp4'],
  'video/3gpp': ['3gp'],
  'video/quicktime': ['mov'],
  'video/webm': ['webm'],
  'video/vnd.avi': ['avi'],
  // The offices' older documents, which share one container.
  'application/x-cfb': ['doc', 'xls', 'ppt', 'wps', 'et', 'dps'],
  'text/plain': ['txt', 'log'],
  'text/csv': ['csv'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
  'application/ofd': ['ofd'],
};

/** What the first bytes tell: a media type, or that all the bytes, or the directory at the end, have to be looked at. */
export type FirstLook = { readonly type: string } | 'text' | 'archive';

const beginsArchive = (head: Uint8Array) => Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PK\x03\x04';

/** @throws DomainError BAD_USER_INPUT for what no office document begins with */
export async function firstLookAt(head: Uint8Array): Promise<FirstLook> {
  // Archives are told by their directory: the library would unpack one of their parts.
  if (beginsArchive(head)) return 'archive';
  const found = await fileTypeFromBuffer(head);
  if (found === undefined) return 'text';
  if (!Object.hasOwn(endings, found.mime)) throw unknownKind();
  return { type: found.mime };
}

/** Bytes that no text has, whether in UTF-8 or in GB 18030. */
export const isText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c);

const endingOf = (name: string) => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** A text is what its name says of it; it has no magic of its own. */
export const textTypeOf = (name: string): string => (endingOf(name) === 'csv' ? 'text/csv' : 'text/plain');

/** The type, if the name ends as names of that type do. @throws DomainError BAD_USER_INPUT */
export function fittingType(type: string, name: string): string {
  if (endings[type]?.includes(endingOf(name))) return type;
  throw badInput('file', {
    en: `What was sent is ${type}, which the name does not say.`,
    zh: `文件内容为 ${type}，与文件名不符。`,
  });
}

export const unknownKind = () =>
  badInput('file', {
    en: 'No kind of file that is kept here: documents, pictures, recordings and plain text are.',
    zh: '不支持的文件类型；可上传文档、图片、音视频和纯文本。',
  });
