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
  txt: { type: 'text/plain; charset=utf-8', text: 'plain text' },
};
/** What is taken, in words. */
export const takenText = 'PDF, PNG, JPEG, TIFF, HEIC, WebP, Word (.docx), Excel (.xlsx), OpenDocument or plain text';

/** Bytes that a file, an upload of several and all files of a case may have. */
export const fileLimits = { file: 10 * 1024 * 1024, upload: 40 * 1024 * 1024, case: 100 * 1024 * 1024, files: 10 };

/** Whether bytes are plain text: UTF-8, without characters that control anything but lines. */
function isText(data: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(data);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    return !/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}

/** The ending of a file's type by its content; null for one that is not taken. */
export async function endingOf(data: Buffer): Promise<string | null> {
  // A file that breaks off within what tells its type is none of them.
  const found = await fileTypeFromBuffer(data).catch(() => ({ ext: 'broken' }));
  if (found === undefined) return isText(data) ? 'txt' : null;
  return found.ext !== 'txt' && Object.hasOwn(fileTypes, found.ext) ? found.ext : null;
}

// Marks that turn the direction of writing and characters without width make a name look like another.
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/**
 * What a file is kept under: the last part of its name without what a path, a command or an eye could stumble over, at most 80
 * characters, and the ending of its type in place of whatever it said.
 */
export function safeName(given: string, ending: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(unseen, '')
    .replace(/[<>:"|?*%$&;`']+/g, ' ')
    .replace(/(\.[a-z][a-z0-9]{1,4})+$/i, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '');
  const short = [...plain].slice(0, 80).join('').trim();
  return `${short === '' ? 'file' : short}.${ending}`;
}
