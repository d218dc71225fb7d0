/**
 * GOV.UK and MoJ Frontend name most of their colours as custom properties, but write some out. Here those become
 * custom properties of ours as well, so that one set of tokens rules the light scheme, the dark one and print.
 */

type Rule = readonly [colour: string, selector: RegExp | null, property: RegExp | null, token: string];

const TEXT = /^(color|border|box-shadow|outline|fill)/;
const BACK = /^background/;

/** The first rule that fits is taken. */
const RULES: readonly Rule[] = [
  // Black: on a focused thing it stands on the focus colour, which is light in both schemes.
  ['#0b0c0c', /:focus/, null, '--govuk-focus-text-colour'],
  ['#0b0c0c', /tag--grey/, null, '--newel-grey-text'],
  ['#0b0c0c', /secondary/, TEXT, '--newel-quiet-text'],
  ['#0b0c0c', null, null, '--govuk-text-colour'],
  ['#f3f3f3', /button--secondary|moj-button-menu/, BACK, '--newel-button-quiet'],
  ['#f3f3f3', null, null, '--newel-quiet'],
  ['#ffffff', null, BACK, '--newel-surface'],
  ['#ffffff', null, TEXT, '--newel-on-strong'],
  ['#0f7a52', /button/, null, '--newel-accent'],
  ['#0f7a52', null, null, '--newel-green-text'],
  ['#0b5c3e', null, null, '--newel-accent-hover'],
  ['#083d29', /button/, null, '--newel-accent-edge'],
  ['#083d29', null, null, '--newel-green-text'],
  ['#cfe4dc', null, null, '--newel-green'],
  ['#858686', null, null, '--newel-quiet-edge'],
  ['#cecece', /button--secondary/, null, '--newel-button-quiet-hover'],
  ['#cecece', /tag--grey/, null, '--newel-grey'],
  ['#cecece', /moj-filter__header|file-upload/, BACK, '--newel-quiet'],
  ['#cecece', null, null, '--govuk-border-colour'],
  ['#ca3535', /button/, null, '--newel-danger'],
  ['#ca3535', null, null, '--govuk-error-colour'],
  ['#982828', null, null, '--newel-danger-hover'],
  ['#651b1b', /button/, null, '--newel-danger-edge'],
  ['#651b1b', null, null, '--newel-red-text'],
  ['#f4d7d7', null, null, '--newel-red'],
  ['#0f385c', /button/, null, '--newel-quiet-edge'],
  ['#0f385c', null, null, '--newel-blue-text'],
  ['#d2e2f1', /file-upload/, null, '--newel-quiet'],
  ['#d2e2f1', null, null, '--newel-blue'],
  ['#f4f8fb', null, null, '--newel-quiet'],
  ['#1d70b8', null, null, '--newel-blue-text'],
  ['#2a1950', null, null, '--newel-purple-text'],
  ['#54319f', null, null, '--newel-purple-text'],
  ['#ddd6ec', null, null, '--newel-purple'],
  ['#7a3c1c', /yellow/, null, '--newel-yellow-text'],
  ['#7a3c1c', null, null, '--newel-orange-text'],
  ['#fde4d7', null, null, '--newel-orange'],
  ['#ffee80', null, null, '--newel-yellow'],
  ['#0b4144', null, null, '--newel-teal-text'],
  ['#d0e6e7', null, null, '--newel-teal'],
  ['#651b3e', null, null, '--newel-pink-text'],
  ['#98285d', null, null, '--newel-pink-text'],
  ['#f4d7e5', null, null, '--newel-pink'],
  ['#484949', null, null, '--govuk-secondary-text-colour'],
  ['#949494', null, null, '--newel-quiet-edge'],
  ['#767676', null, null, '--newel-button-quiet-hover'],
  ['#005ea5', null, null, '--govuk-link-hover-colour'],
  // MoJ's warning orange, in three shades.
  ['rgb(', /moj-alert--warning/, null, '--newel-orange-text'],
];

const COLOUR = /#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|rgba?\([^)]*\)/gi;

const longHex = (colour: string): string =>
  /^#[0-9a-f]{3}$/i.test(colour) ? colour.replace(/[0-9a-f]/gi, '$&$&').toLowerCase() : colour.toLowerCase();

/** The token that stands for a colour written out in a rule. Throws when none does: it must then be decided. */
function token(colour: string, selector: string, property: string): string {
  const wanted = longHex(colour);
  const rule = RULES.find(
    ([from, where, what]) =>
      wanted.startsWith(from) && (where === null || where.test(selector)) && (what === null || what.test(property)),
  );
  if (rule === undefined) throw new Error(`styles: no token for ${colour} in ${selector} { ${property} }`);
  return `var(${rule[3]})`;
}

/**
 * Expanded CSS with every written-out colour turned into a token and every picture of GOV.UK's or MoJ's own left out
 * (crest, icons: none is served). Custom properties keep their values: they are where colours are defined.
 */
export function themed(css: string): string {
  const out: string[] = [];
  const outer: string[] = [];
  let selector = '';
  let listed = ''; // the lines of a selector that goes on over several
  for (const line of css.split('\n')) {
    const text = line.trim();
    if (text.endsWith('{')) {
      outer.push(selector);
      selector = `${selector} ${listed}${text.slice(0, -1)}`;
      listed = '';
      out.push(line);
    } else if (text === '}') {
      selector = outer.pop() ?? '';
      out.push(line);
    } else if (text.endsWith(',')) {
      listed += `${text} `;
      out.push(line);
    } else {
      const found = /^([\w-]+):\s*(.*);$/.exec(text);
      const [, property = '', value = ''] = found ?? [];
      if (found === null || property.startsWith('--')) out.push(line);
      else if (!/url\("?(\/assets\/|data:)/.test(value)) {
        const named = value.replace(/var\((--govuk-[\w-]+-colour), [^()]+\)/g, 'var($1)');
        out.push(`${property}: ${named.replace(COLOUR, (colour) => token(colour, selector, property))};`);
      }
    }
  }
  return out.join('\n');
}
