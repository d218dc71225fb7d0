import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ZipPiece, zipStream } from './zip.ts';

test('whoever stops reading a zip ends what it is made of, and what fails in the making fails in the reading', async () => {
  let [made, ended] = [0, false];
  async function* endless(): AsyncGenerator<ZipPiece> {
    try {
      for (;;) {
        made += 1;
        // Bytes that do not compress, so that the zip fills.
        yield { name: 'a.csv', text: Buffer.from(crypto.getRandomValues(new Uint8Array(48_000))).toString('base64') };
      }
    } finally {
      ended = true;
    }
  }
  const zip = zipStream(endless(), '2008-03-03');
  await zip.next();
  await zip.next();
  await zip.return(undefined);
  assert.ok(ended);
  assert.ok(made < 50, `${made} pieces were made for two parts`);

  async function* broken(): AsyncGenerator<ZipPiece> {
    yield { name: 'a.csv', text: 'id\n' };
    throw new Error('The database went away');
  }
  await assert.rejects(async () => {
    for await (const _ of zipStream(broken(), '2008-03-03'));
  }, /went away/);
});
