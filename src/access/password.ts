import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
const memory = 19456;
const passes = 2;

/** Argon2id in PHC form: '$argon2id$v=19$m=…,t=…,p=…$salt$tag'. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce,
    parallelism: 1,
    tagLength: 32,
    memory,
    passes,
  });
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${base64(nonce)}$${base64(tag)}`;
}

/** Whether the password belongs to the hash; in constant time for hashes of equal settings. */
export async function passwordMatches(hash: string, password: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (parts === null) return false;
  const tag = Buffer.from(parts[5] as string, 'base64');
  const found = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(parts[4] as string, 'base64'),
    parallelism: Number(parts[3]),
    tagLength: tag.length,
    memory: Number(parts[1]),
    passes: Number(parts[2]),
  });
  return timingSafeEqual(found, tag);
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

// Without letters and digits that are read for each other.
const readable = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password that somebody can read off a screen and type: five groups of four, 99 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 4 }, () => readable[randomInt(readable.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}
