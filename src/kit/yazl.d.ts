/** What is used of yazl 3.3.1, which brings no types. */
declare module 'yazl' {
  export class ZipFile {
    readonly outputStream: NodeJS.ReadableStream;
    addBuffer(
      buffer: Buffer,
      metadataPath: string,
      options: { mtime: Date; mode: number; compress: boolean; forceDosTimestamp: boolean },
    ): void;
    end(): void;
  }
}
