import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file of a zip: its path with '/', relative, without '..'. */
export type ZipEntry = { path: string; data: Buffer };
/** A piece of a file of a zip. Pieces of one file come one after the other. */
export type ZipPiece = { name: string; text: string };

/** Times are as a clock on the wall shows them, whatever the machine's time zone. */
function optionsOf(day: string, compress: boolean) {
  const { year, month, day: date } = Temporal.PlainDate.from(day);
  return { mtime: new Date(year, month - 1, date), mode: 0o100644, compress, forceDosTimestamp: true };
}

/**
 * A zip of files in this order, all of them dated `day` ('YYYY-MM-DD', midnight). The same files and day give the same bytes on
 * every machine: nothing is compressed, and times are as a clock on the wall shows them. Throws for a path that leads out of it.
 */
export async function zipOf(entries: readonly ZipEntry[], day: string): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { path, data } of entries) zip.addBuffer(data, path, optionsOf(day, false));
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/**
 * A compressed zip of files that come in pieces, dated `day` ('YYYY-MM-DD', midnight): a piece is asked for when the one before
 * has gone out, so that none of it is held. Whoever stops reading ends the pieces too; when they fail, so does the zip.
 */
export async function* zipStream(pieces: AsyncIterable<ZipPiece>, day: string): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const stop = new AbortController();
  const writing = write(zip, pieces, day, stop.signal).catch((error: Error) => {
    if (!stop.signal.aborted) (zip.outputStream as Readable).destroy(error);
  });
  try {
    for await (const part of zip.outputStream) yield part as Buffer;
  } finally {
    stop.abort();
    await writing;
  }
}

async function write(zip: ZipFile, pieces: AsyncIterable<ZipPiece>, day: string, signal: AbortSignal): Promise<void> {
  let file = null as { name: string; stream: PassThrough } | null;
  for await (const { name, text } of pieces) {
    signal.throwIfAborted();
    if (file?.name !== name) {
      file?.stream.end();
      file = { name, stream: new PassThrough() };
      zip.addReadStream(file.stream, name, optionsOf(day, true));
    }
    if (!file.stream.write(text)) await once(file.stream, 'drain', { signal });
  }
  file?.stream.end();
  zip.end();
}
