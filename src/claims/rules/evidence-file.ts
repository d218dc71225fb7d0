/** What an uploaded file may be. Its type is told by its content; what it is called and what the browser says of it are not asked. Pure. */
import { fileTypeFromBuffer } from 'file-type';

/** Types that are taken, by the ending that file-type gives each. */
export const fileTypes: Readonly<Record<string, { type: string; text: string }>> = {
  pdf: { type: 'application/pdf', text: 'PDF' },
  png: { type: 'image/png', text: 'PNG' },
  jpg: { type: 'image/jpeg', text: 'JPEG' },
  tif: { type: 'image/tiff', text: 'TIFF' },
  heic: { type: 'image/heic', text: 'HEIC' },
  webp: { type: 'image/webp', text: 'WebP' },
  docx: { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', text: 'Word (.docx)' },
  xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', text: 'Excel (.xlsx)' },
  odt: { type: 'application/vnd.oasis.opendocument.text', text: 'OpenDocument text' },
  ods: { type: 'application/vnd.oasis.opendocument.spreadsheet', text: 'OpenDocument spreadsheet' },
  txt: { type: 'text/plain; charset=utf-8', text: 'plain text' },
};
/** What is taken, in words. */
export const takenText =
  'PDF, PNG, JPEG, TIFF, HEIC, WebP, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods) or plain text';

/** Bytes that a file, an upload of several and all files of a case may have. */
export const fileLimits = { file: 10 * 1024 * 1024, upload: 40 * 1024 * 1024, case: 100 * 1024 * 1024, files: 10 };

/** What plain text is written in; null where the bytes are none: text has no characters that control anything but lines. */
function charsetOf(data: Buffer): string | null {
  const mark = data.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return decoded(data, mark === 'fffe' ? 'utf-16le' : 'utf-16be');
  return decoded(data, 'utf-8') ?? decoded(data, 'windows-1252');
}

function decoded(data: Buffer, charset: string): string | null {
  // Bytes that Windows-1252 leaves free come out as controls in one decoder and as nothing at all in another.
  if (charset === 'windows-1252' && /[\x81\x8d\x8f\x90\x9d]/.test(data.toString('latin1'))) return null;
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(data);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    return /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text) ? null : charset;
  } catch {
    return null;
  }
}

/** The ending of a file's type by its content; null for one that is not taken. */
export async function endingOf(data: Buffer): Promise<string | null> {
  // A file that breaks off within what tells its type is none of them.
  const found = await fileTypeFromBuffer(data).catch(() => ({ ext: 'broken' }));
  if (found === undefined) return charsetOf(data) === null ? null : 'txt';
  return found.ext !== 'txt' && Object.hasOwn(fileTypes, found.ext) ? found.ext : null;
}

/** What a file of this ending is sent as. Text says what it is written in: the bytes stay as they came. */
export const typeOf = (ending: string, data: Buffer): string =>
  ending === 'txt' ? `text/plain; charset=${charsetOf(data) ?? 'utf-8'}` : (fileTypes[ending]?.type as string);

// Marks that turn the direction of writing and characters without width make a name look like another.
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

// Longer than any file system's, and short enough to be looked at from every side.
const longest = 255;

/**
 * What a file is kept under: the last part of its name without what a path, a command or an eye could stumble over, at most 80
 * characters, and the ending of its type in place of whatever it said.
 */
export function safeName(given: string, ending: string): string {
  const last = given.slice(-longest).normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const parts = last
    .replace(unseen, '')
    .replace(/[<>:"|?*%$&;`']+/g, ' ')
    .split('.');
  while (parts.length > 1 && /^[a-z][a-z0-9]{1,4}$/i.test(parts.at(-1) ?? '')) parts.pop();
  const plain = parts
    .join('.')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '');
  const short = [...plain].slice(0, 80).join('').trim();
  return `${short === '' ? 'file' : short}.${ending}`;
}
