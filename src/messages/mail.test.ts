import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { configuredMailDoor, configuredReplies } from './actions/senders/configured.ts';
import { calendarAnswer, isAutomatic, isReport, ownWordsOf, saysFailed, textOfHtml } from './rules/mail.ts';
import { messageOfAddress, replyAddressOf, replyAddressProblem } from './rules/reply-address.ts';

test('what was quoted and signed is taken off, and nothing of what somebody wrote', () => {
  const cases: [string, string][] = [
    [
      "Can't come\n\nOn Tue, 8 Mar 2016 at 10:00, Newel <newel@example.org> wrote:\n> Hello Debbie\n>\n> We meet",
      "Can't come",
    ],
    ['Yes\r\n\r\nOn Tue, 8 Mar 2016 at 10:00, Newel\r\n<newel@example.org>\r\nwrote:\r\n\r\n> Hello\r\n', 'Yes'],
    ['Nie mogę\n\nW dniu 8.03.2016 o 10:00 Newel <newel@example.org> napisał(a):\n> Hello', 'Nie mogę'],
    [
      'Ok\n\n________________________________\nFrom: Newel <newel@example.org>\nSent: 08 March 2016 10:00\nTo: D\nSubject: We meet\n\nHello',
      'Ok',
    ],
    ['Ok\n-----Original Message-----\nFrom: Newel', 'Ok'],
    ['See you\n\n-- \nDebbie\n07700 900123', 'See you'],
    ['See you\n\nSent from my iPhone', 'See you'],
    [
      'See you\n\nSent from my iPhone\n\nOn 8 Mar 2016, at 10:00, Newel <newel@example.org> wrote:\n\n> Hello',
      'See you',
    ],
    // What stands between or below a quotation is theirs, and stays with it.
    ['> We meet at 10\n\nCan we say 11?', '> We meet at 10\n\nCan we say 11?'],
    ['> one\nyes\n> two\nno', '> one\nyes\n> two\nno'],
    // A line that looks like nothing but ends in a colon is theirs.
    ['My reasons:\n> see above', 'My reasons:'],
    ['From: my heart\nThank you', 'From: my heart\nThank you'],
    ['-- \nDebbie', '-- \nDebbie'],
    ['> only quoted', '> only quoted'],
    ['', ''],
  ];
  for (const [given, expected] of cases) assert.equal(ownWordsOf(given), expected, JSON.stringify(given));
});

test('whatever comes in, words are a part of it, and of an answer above a quotation all of it is kept', () => {
  const line = fc
    .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
    .filter((one) => /^[\p{L}\p{N}][^\r\n]*[\p{L}\p{N}]$/u.test(one));
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const own = ownWordsOf(text);
      assert.ok(text.replace(/\r\n?/g, '\n').includes(own) || text.includes(own));
    }),
  );
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      fc.array(line, { minLength: 1, maxLength: 5 }),
      (own, quoted) => {
        fc.pre(!own.some((one) => /^(?:sent |get outlook|from|von|de|od)/i.test(one)));
        const text = `${own.join('\n')}\n\nOn 8 Mar 2016, at 10:00, Newel <n@example.org> wrote:\n${quoted.map((one) => `> ${one}`).join('\n')}`;
        assert.equal(ownWordsOf(text), own.join('\n').trim());
      },
    ),
  );
});

test('a page becomes its text, above what it quotes; one made to be slow is not', () => {
  const page = `<html><head><title>x</title><style>p{}</style></head><body><p>I <b>can&#39;t</b> come&nbsp;&amp; sorry</p><div>Jo<br>x &lt;3</div>
    <script>alert(1)</script><blockquote>old</blockquote></body></html>`;
  assert.equal(textOfHtml(page), "I can't come & sorry\nJo\nx <3");
  assert.equal(textOfHtml('<blockquote>only quoted</blockquote>'), 'only quoted');
  assert.equal(textOfHtml('5 < 6 &bogus; &#0;'), '5 < 6 &bogus; &#0;');
  assert.equal(textOfHtml('<head '.repeat(200_000)).length, 200_000 * '<head '.length - 1);
});

test('machines are told from people, reports of failure from those of delay', () => {
  const headers = (key: string, value: string) => [{ key, value }];
  for (const [key, value, expected] of [
    ['auto-submitted', 'auto-replied (vacation)', true],
    ['auto-submitted', 'No', false],
    ['auto-submitted', 'no; comment', false],
    ['precedence', 'auto_reply', true],
    ['x-autoreply', 'yes', true],
    ['subject', 'Automatic reply', false],
  ] as const)
    assert.equal(isAutomatic(headers(key, value)), expected, `${key}: ${value}`);
  assert.equal(isReport(headers('content-type', 'multipart/report; boundary=x; report-type="delivery-status"')), true);
  assert.equal(isReport(headers('content-type', 'multipart/report; report-type=disposition-notification')), false);
  assert.equal(saysFailed('Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1'), true);
  assert.equal(saysFailed('Final-Recipient: rfc822; a@example.org\nAction: delayed\nStatus: 4.1.1'), false);
  const reply = 'BEGIN:VCALENDAR\r\nATTENDEE;CN=\r\n x;PARTSTAT=DECLINED:mailto:a@example.org\r\n';
  assert.deepEqual(calendarAnswer('REPLY', reply), {
    yes: false,
    words: 'In their calendar they declined the appointment',
  });
  assert.equal(calendarAnswer('REQUEST', reply), null);
});

test('the address of a message is its own: it survives capitals, and no other can be made up', () => {
  const ours = { address: 'replies@in.example.org', secret: 'a secret' };
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (id, other) => {
      const address = replyAddressOf(ours, id);
      assert.ok(address.indexOf('@') <= 64);
      assert.equal(messageOfAddress(ours, address), id);
      assert.equal(messageOfAddress(ours, address.toUpperCase()), id);
      assert.equal(messageOfAddress({ ...ours, secret: 'another' }, address), null);
      fc.pre(id !== other);
      const moved = address.replace(id.replaceAll('-', ''), other.replaceAll('-', ''));
      assert.equal(messageOfAddress(ours, moved), null);
    }),
  );
  assert.equal(messageOfAddress(ours, 'replies@in.example.org'), null);
  assert.equal(messageOfAddress(ours, replyAddressOf({ ...ours, address: 'replies@else.example.org' }, newUuid)), null);
  assert.equal(replyAddressProblem('replies@in.example.org'), null);
  assert.match(replyAddressProblem('answers-to-messages@in.example.org') ?? '', /room for 11 letters/);
  assert.match(replyAddressProblem('Replies <replies@in.example.org>') ?? '', /no plain address/);
});
const newUuid = '018f0000-0000-7000-8000-000000000000';

test('half a set-up of answers is told', () => {
  const whole = { NEWEL_REPLY_ADDRESS: 'replies@in.example.org', NEWEL_INBOUND_TOKEN: 'x', NEWEL_MAIL_IN: '2525' };
  assert.deepEqual(configuredMailDoor(whole), {
    host: '127.0.0.1',
    port: 2525,
    replies: { address: 'replies@in.example.org', secret: 'x' },
  });
  assert.equal(configuredMailDoor({ ...whole, NEWEL_MAIL_IN: '[::1]:25' })?.host, '::1');
  assert.equal(configuredMailDoor({}), null);
  assert.equal(configuredReplies({}), null);
  assert.throws(() => configuredMailDoor({ NEWEL_MAIL_IN: '2525' }), /NEWEL_REPLY_ADDRESS/);
  assert.throws(() => configuredMailDoor({ ...whole, NEWEL_MAIL_IN: 'here' }), /a port/);
  assert.throws(() => configuredReplies({ NEWEL_REPLY_ADDRESS: 'replies@in.example.org' }), /NEWEL_INBOUND_TOKEN/);
});
