/** The words of a message with named fields: {{first name}}, {{day}}. Pure. */

/** The fields that a template may name, with the made-up values of a preview. */
export const fields = {
  'first name': 'Debbie',
  worker: 'Rashida Khan',
  phone: '07700 900456',
  programme: 'Working Well',
  day: 'Tuesday 10 March',
  time: '10:00am',
  place: 'Bolton Library, Le Mans Crescent',
  service: 'Salford Money Help',
  'service phone': '07700 900333',
} as const;
export type Field = keyof typeof fields;
export type Values = Readonly<Partial<Record<Field, string>>>;

const named = /\{\{([^{}]*)\}\}/g;
const isField = (name: string): name is Field => Object.hasOwn(fields, name);
const fieldOf = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** The fields that a template names, each once, in their order; unknown ones too. */
export function fieldsIn(template: string): string[] {
  return [...new Set([...template.matchAll(named)].map(([, name = '']) => fieldOf(name)))];
}

/** What is wrong with the fields of a template, in words; empty when nothing is. */
export function fieldProblems(template: string): string[] {
  const unknown = fieldsIn(template).filter((name) => !isField(name));
  const problems = unknown.map(
    (name) =>
      `There is no field {{${name}}}. Use ${(Object.keys(fields) as Field[]).map((one) => `{{${one}}}`).join(', ')}`,
  );
  // A bracket that is left over would be sent as it stands.
  if (/\{\{|\}\}/.test(template.replace(named, '')))
    problems.push('A field is written {{first name}}: two brackets before it and two after it');
  return problems;
}

/** A template with its fields filled. Without a value for one of them there is no text: nobody gets a gap or a bracket. */
export function fill(template: string, values: Values): { ok: true; text: string } | { ok: false; missing: string[] } {
  const missing = fieldsIn(template).filter((name) => !isField(name) || (values[name] ?? '').trim() === '');
  if (missing.length > 0) return { ok: false, missing };
  return {
    ok: true,
    text: template.replace(named, (_, name: string) => (values[fieldOf(name) as Field] ?? '').trim()),
  };
}
