/** What an email that came in is, and what of it somebody wrote. Pure. */

type Headers = readonly { key: string; value: string }[];
const headerOf = (headers: Headers, key: string): string =>
  headers
    .find((one) => one.key === key)
    ?.value.trim()
    .toLowerCase() ?? '';

/** Whether a machine answered: by RFC 3834, and by what came before it. */
export function isAutomatic(headers: Headers): boolean {
  const submitted = headerOf(headers, 'auto-submitted')
    .replace(/[;(].*/s, '')
    .trim();
  return (
    (submitted !== '' && submitted !== 'no') ||
    /^(?:bulk|junk|list|auto_reply)$/.test(headerOf(headers, 'precedence')) ||
    ['x-autoreply', 'x-autorespond'].some((key) => headerOf(headers, key) !== '')
  );
}

/** Whether it tells of delivery (RFC 3464). */
export const isReport = (headers: Headers): boolean => {
  const type = headerOf(headers, 'content-type');
  return type.startsWith('multipart/report') && /report-type\s*=\s*"?delivery-status/.test(type);
};
/** Whether a report says that a message was not delivered and will not be. 'delayed' is no end. */
export const saysFailed = (status: string): boolean => /^Action:\s*failed\b/im.test(status);

/** What an answer of a calendar says (RFC 5546, 3.2.3), in words; null where it is none. */
export function calendarAnswer(method: string | undefined, source: string): { yes: boolean; words: string } | null {
  if (method !== 'REPLY') return null;
  const said = /^ATTENDEE[^:\n]*;PARTSTAT=(ACCEPTED|DECLINED|TENTATIVE)/im.exec(source.replace(/\r?\n[ \t]/g, ''))?.[1];
  if (said === undefined) return null;
  const words = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'accepted perhaps' }[said.toUpperCase()];
  return { yes: said.toUpperCase() === 'ACCEPTED', words: `In their calendar they ${words} the appointment` };
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,6}|x[0-9a-f]{1,5})|([a-z]{1,8}));/gi, (all, code: string | undefined, name = '') => {
    if (code === undefined) return named[name.toLowerCase()] ?? all;
    const point = /^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number(code);
    return point > 31 && point < 0x110000 && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : all;
  });
const [hidden, ends] = [/^(?:head|style|script|title)$/, /^(?:br|\/(?:p|div|li|tr|h\d))$/];

/**
 * The text of a page above what it quotes, for mail that has no plain part. It is shown as text and never as a page. One pass:
 * whoever writes a page to slow it down gains nothing.
 */
export function textOfHtml(page: string): string {
  let text = '';
  let inside = '';
  for (const [at, piece] of page.split('<').entries()) {
    const end = piece.indexOf('>');
    const name = /^(?:\/?[a-z][a-z0-9]*|[!?])/i.exec(piece)?.[0].toLowerCase();
    const words = (given: string) => given.replace(/\s+/g, ' ');
    if (at === 0 || end === -1 || name === undefined) {
      if (inside === '') text += words(at === 0 ? piece : `<${piece}`);
      continue;
    }
    if (inside !== '') {
      if (name !== `/${inside}`) continue;
      inside = '';
    } else if (hidden.test(name)) inside = name;
    const quotes = name === 'blockquote' || (name === 'div' && piece.slice(0, end).includes('gmail_quote'));
    if (quotes && text.trim() !== '') break;
    if (ends.test(name)) text += '\n';
    if (inside === '') text += words(piece.slice(end + 1));
  }
  return unescaped(text)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

const blank = (line: string | undefined): boolean => (line ?? '').trim() === '';
const trimmed = (lines: readonly string[]): string[] => {
  const end = lines.findLastIndex((line) => !blank(line));
  return lines.slice(0, end + 1);
};
/** 'On 8 March 2016 at 10:00, Rashida <…> wrote:', in any language: it ends with a colon and holds a time, a year or an address. */
const introduces = (lines: readonly string[], named: RegExp): boolean => {
  const text = lines.join(' ').trim();
  return text.length < 300 && /[:：]$/.test(text) && named.test(text);
};
const [dated, addressed] = [/\d{1,2}[:.]\d{2}|\d{4}/, /@/];
/** The head of a quoted message as Outlook sets it: three of four lines, one below the other. */
const heads = (lines: readonly string[], at: number): boolean =>
  /^\*?(?:From|Von|De|Od):/i.test(lines[at] ?? '') &&
  lines.slice(at + 1, at + 6).filter((line) => /^\*?(?:Sent|Date|To|Cc|Subject|Gesendet|An|Betreff):/i.test(line))
    .length >= 2;

/** What was quoted below an answer is taken off: only an end that is nothing but quotation. */
function withoutQuote(lines: readonly string[]): string[] {
  const head = lines.findIndex((line, at) => /^-{3,} ?Original Message ?-{3,}$/i.test(line.trim()) || heads(lines, at));
  if (head !== -1)
    return trimmed(lines.slice(0, head).filter((line, at) => at < head - 1 || !/^_{10,}$/.test(line.trim())));
  const own = lines.findLastIndex((line) => !blank(line) && !line.startsWith('>'));
  if (!lines.slice(own + 1).some((line) => line.startsWith('>'))) return [...lines];
  const left = lines.slice(0, own + 1);
  // The line that introduces it may be broken into as many as three.
  for (const named of [dated, addressed])
    for (const count of [1, 2, 3]) if (introduces(left.slice(-count), named)) return trimmed(left.slice(0, -count));
  return left;
}

/** A signature behind its mark (RFC 3676, 4.3), and what telephones add. */
function withoutSignature(lines: readonly string[]): string[] {
  const mark = lines.findLastIndex((line) => /^-- ?$/.test(line));
  const left = trimmed(mark > 0 && lines.length - mark <= 12 ? lines.slice(0, mark) : lines);
  const added = /^(?:Sent from (?:my|Outlook|Yahoo|Mail for|Samsung)|Get Outlook for|Sent via )\b.{0,80}$/i;
  return added.test(left.at(-1) ?? '') ? trimmed(left.slice(0, -1)) : left;
}

/** What somebody wrote, without what they quoted and signed; all of it where nothing else would be left. */
export function ownWordsOf(text: string): string {
  const lines = trimmed(text.replace(/\r\n?/g, '\n').split('\n'));
  return (
    withoutSignature(withoutQuote(withoutSignature(lines)))
      .join('\n')
      .trim() || text.trim()
  );
}
