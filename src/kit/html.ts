/**
 * HTML as a type. Everything that reaches a page is either `Html`, made by the `html` tag, or it is escaped.
 * There is no switch to turn escaping off in a page.
 */

class SafeHtml {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
  toString(): string {
    return this.value;
  }
}

/** Markup that is safe to send. Only `html`, `attrs`, `joinHtml` and `trusted` make it; `value` is the text. */
export type Html = SafeHtml;

/** What may stand in `${…}`: text is escaped, `Html` kept, lists joined without a separator; null, undefined, true and false show nothing. */
export type HtmlValue = string | number | bigint | boolean | null | undefined | Html | readonly HtmlValue[];

/** Attribute values: true is a bare attribute; false, null and undefined leave it out. */
export type Attributes = Readonly<Record<string, string | number | bigint | boolean | null | undefined | Html>>;

const UNSAFE = /[&<>"']/;
const ATTRIBUTE_NAME = /^[^\s"'<>/=\p{Cc}]+$/u;
const goodNames = new Set<string>();

/** Escapes text for element content and for quoted attributes: `&`, `<`, `>`, `"` and `'`. */
export function escapeHtml(text: string): string {
  // Most text holds nothing to escape, so the cheap test comes first.
  const first = text.search(UNSAFE);
  if (first === -1) return text;
  let out = '';
  let from = 0;
  for (let i = first; i < text.length; i++) {
    let entity: string;
    switch (text.charCodeAt(i)) {
      case 38:
        entity = '&amp;';
        break;
      case 60:
        entity = '&lt;';
        break;
      case 62:
        entity = '&gt;';
        break;
      case 34:
        entity = '&quot;';
        break;
      case 39:
        entity = '&#39;';
        break;
      default:
        continue;
    }
    out += text.slice(from, i) + entity;
    from = i + 1;
  }
  return out + text.slice(from);
}

function render(value: HtmlValue): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (value instanceof SafeHtml) return value.value;
  if (value === null || value === undefined || typeof value === 'boolean') return '';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    let out = '';
    for (const item of value as readonly HtmlValue[]) out += render(item);
    return out;
  }
  // The types forbid this; a cast could still bring it here, and '[object Object]' on a page helps nobody.
  throw new TypeError(`html: cannot show a value of type ${Object.prototype.toString.call(value)}`);
}

/**
 * The template tag of every page. Put quotes round attributes: `html\`<a href="${path}">${name}</a>\``.
 * Throws TypeError for a value that is no `HtmlValue` (an object, a Date, a function).
 */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let out = strings[0] as string;
  for (let i = 0; i < values.length; i++) {
    out += render(values[i]) + (strings[i + 1] as string);
  }
  return new SafeHtml(out);
}

/** Nothing at all, as `Html`. */
export const noHtml: Html = new SafeHtml('');

/** True for values made by `html`, `attrs`, `joinHtml` or `trusted`. */
export function isHtml(value: unknown): value is Html {
  return value instanceof SafeHtml;
}

/** Text or markup as `Html`: text is escaped. */
export function toHtml(value: HtmlValue): Html {
  return value instanceof SafeHtml ? value : new SafeHtml(render(value));
}

/** Joins parts with a separator, leaving out the empty ones (null, undefined, false, ''). */
export function joinHtml(parts: readonly HtmlValue[], separator: HtmlValue = ''): Html {
  const shown: string[] = [];
  for (const part of parts) {
    const text = render(part);
    if (text !== '') shown.push(text);
  }
  return new SafeHtml(shown.join(render(separator)));
}

/**
 * Attributes, each with a space before it: `html\`<a${attrs({ href, hidden: true })}>\``.
 * Throws TypeError for a name that could end the attribute.
 */
export function attrs(attributes: Attributes | undefined): Html {
  if (attributes === undefined) return noHtml;
  let out = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || value === null || value === false) continue;
    if (!goodNames.has(name)) {
      if (!ATTRIBUTE_NAME.test(name)) throw new TypeError('attrs: this is not an attribute name');
      // Names come from code, so they are few; the bound keeps a mistake from filling the memory.
      if (goodNames.size < 1000) goodNames.add(name);
    }
    if (value === true) out += ` ${name}`;
    else if (value instanceof SafeHtml) out += ` ${name}="${value.value.replaceAll('"', '&quot;')}"`;
    else out += ` ${name}="${escapeHtml(String(value))}"`;
  }
  return new SafeHtml(out);
}

/**
 * Declares a string to be safe markup. For the kit and for tests only: pages may not import it (the lint checks).
 * Never pass anything that came from a person, a file or the database.
 */
export function trusted(markup: string): Html {
  return new SafeHtml(markup);
}
