/** A real SMTP server for tests: it keeps what it accepted. */
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

export type MailServer = {
  url: string;
  /** What was accepted: the id of each by its Message-ID, and its text. */
  accepted: string[];
  texts: string[];
  /** Answers an address with a number of SMTP in place of taking it. */
  refuse: (to: string) => number | null;
  /** Tells of each mail that was accepted. */
  arrivals: EventEmitter;
  /** Forgets what came and what is refused. */
  clear(): void;
  close(): Promise<void>;
};

/** Starts a server at a free port of this machine. */
export async function mailServer(): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      const code = mail.refuse(address);
      done(code === null ? null : Object.assign(new Error('no'), { responseCode: code }));
    },
    onData(stream: SMTPServerDataStream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const text = Buffer.concat(parts).toString();
        mail.texts.push(text);
        mail.accepted.push(/^Message-ID: <([^@>]+)@/im.exec(text)?.[1] ?? 'none');
        done();
        mail.arrivals.emit('mail');
      });
    },
  });
  // A process that is killed breaks its connections.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const mail: MailServer = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    accepted: [],
    texts: [],
    refuse: () => null,
    arrivals: new EventEmitter(),
    clear() {
      mail.accepted.length = 0;
      mail.texts.length = 0;
      mail.refuse = () => null;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
  return mail;
}
