/** A sending process of its own, for a test that kills it: sends what is due, now or at a moment that is given, until it is ended. */
import { openDatabase } from '../../src/kit/db.ts';
import { smtpSender } from '../../src/messages/actions/senders/smtp.ts';
import { beginRun, flagUnknown, sendDue } from '../../src/messages/actions/sending.ts';

const [url = '', smtp = '', moment] = process.argv.slice(2);
const db = openDatabase(url);
const run = await beginRun(db);
const clock = () => ({
  now: moment === undefined ? Temporal.Now.instant() : Temporal.Instant.from(moment),
  today: '2016-03-31',
});
const sender = smtpSender(smtp, 'Newel <newel@example.org>');
await flagUnknown(db, run, clock());
process.stdout.write('sending\n');
while ((await sendDue(db, run, [sender], clock, 5)) > 0);
process.stdout.write('done\n');
await run.end();
await db.end();
