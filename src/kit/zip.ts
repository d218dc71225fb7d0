import { ZipFile } from 'yazl';

/** A file of a zip: its path with '/', relative, without '..'. */
export type ZipEntry = { path: string; data: Buffer };

/**
 * A zip of files in this order, all of them dated `day` ('YYYY-MM-DD', midnight). The same files and day give the same bytes on
 * every machine: nothing is compressed, and times are as a clock on the wall shows them. Throws for a path that leads out of it.
 */
export async function zipOf(entries: readonly ZipEntry[], day: string): Promise<Buffer> {
  const { year, month, day: date } = Temporal.PlainDate.from(day);
  const zip = new ZipFile();
  const options = { mtime: new Date(year, month - 1, date), mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const { path, data } of entries) zip.addBuffer(data, path, options);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
