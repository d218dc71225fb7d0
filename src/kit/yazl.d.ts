/** What is used of yazl 3.3.1, which brings no types. */
declare module 'yazl' {
  type Options = { mtime: Date; mode: number; compress: boolean; forceDosTimestamp: boolean };
  export class ZipFile {
    readonly outputStream: import('node:stream').Readable;
    addBuffer(buffer: Buffer, metadataPath: string, options: Options): void;
    /** Streams are taken one after the other, in the order in which they were added. */
    addReadStream(stream: NodeJS.ReadableStream, metadataPath: string, options: Options): void;
    end(): void;
  }
}
