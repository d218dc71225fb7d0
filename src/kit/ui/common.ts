import { type Attributes, attrs, type Html, html } from '../html.ts';

/** Plain text that a component shows, always escaped. */
export type Text = string | number | bigint;

/** Text or markup; `html` wins when both are given. */
export interface Content {
  readonly text?: Text | undefined;
  readonly html?: Html | undefined;
}

/** What nearly every component takes. `attributes`: true is a bare attribute; false, null and undefined leave it out. */
export interface Styled {
  readonly classes?: string | undefined;
  readonly attributes?: Attributes | undefined;
}

/** A list that may hold gaps, so that `condition && item` can be written in place. */
export type Items<T> = readonly (T | false | null | undefined | '')[];

/** The content of a component: its markup, else its text, else nothing. */
export function content(from: Content | undefined): Html | Text | undefined {
  if (from === undefined) return undefined;
  return from.html !== undefined && from.html.value !== '' ? from.html : from.text;
}

/** True when there is something to show. */
export function hasContent(from: Content | undefined): from is Content {
  const shown = content(from);
  return shown !== undefined && shown !== '';
}

/** Class names with spaces between, leaving out what is empty. */
export function cls(...names: readonly (string | false | null | undefined)[]): string {
  let out = '';
  for (const name of names) {
    if (name) out += out === '' ? name : ` ${name}`;
  }
  return out;
}

// Most parts of most components have no class but the component's. Such names come from code, so they are few; the bound
// keeps a mistake from filling the memory.
const plainClasses = new Map<string, Html>();

function plainClass(base: string): Html {
  let made = plainClasses.get(base);
  if (made === undefined) {
    made = html` class="${base}"`;
    if (plainClasses.size < 1000) plainClasses.set(base, made);
  }
  return made;
}

/** ` class="…"` and the component's own attributes. */
export function classAndAttrs(base: string, options: Styled | undefined): Html {
  if (!options?.classes && options?.attributes === undefined) return plainClass(base);
  return html` class="${cls(base, options?.classes)}"${attrs(options?.attributes)}`;
}

/** The items that are there, each with its place in the list as written (1 for the first, gaps counted). */
export function present<T>(items: Items<T> | undefined): { item: T; index: number }[] {
  const out: { item: T; index: number }[] = [];
  items?.forEach((item, i) => {
    if (item) out.push({ item, index: i + 1 });
  });
  return out;
}

/** Messages for a component's script as `data-i18n.…` attributes; a map holds one message for each plural rule. */
export function i18n(messages: Readonly<Record<string, string | Readonly<Record<string, string>> | undefined>>): Html {
  const found: Record<string, string> = {};
  for (const [key, message] of Object.entries(messages)) {
    if (typeof message === 'string') {
      if (message !== '') found[`data-i18n.${key}`] = message;
    } else if (message !== undefined) {
      for (const [rule, text] of Object.entries(message)) found[`data-i18n.${key}.${rule}`] = text;
    }
  }
  return attrs(found);
}

/** A heading of level 1 to 6. Throws RangeError for any other level. */
export function heading(level: number, attributes: Html, inner: Html | Text | undefined): Html {
  switch (level) {
    case 1:
      return html`<h1${attributes}>${inner}</h1>`;
    case 2:
      return html`<h2${attributes}>${inner}</h2>`;
    case 3:
      return html`<h3${attributes}>${inner}</h3>`;
    case 4:
      return html`<h4${attributes}>${inner}</h4>`;
    case 5:
      return html`<h5${attributes}>${inner}</h5>`;
    case 6:
      return html`<h6${attributes}>${inner}</h6>`;
    default:
      throw new RangeError(`there is no heading of level ${level}`);
  }
}
