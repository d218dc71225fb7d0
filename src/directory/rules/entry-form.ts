/** What was typed in the forms of an entry, and what is stored as it would have been typed. Pure. */
import { type Answer, type Errors, type Typed, typedFrom } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { Doc, Exclusion, ServiceFacts, ServiceRow } from './entry.ts';
import { askedIn, type EntryPart, type Options, postcodesOf, weeksOf } from './entry-questions.ts';
import { readMany } from './many.ts';
import { listOf, textOf } from './place-words.ts';

const linesOf = (text: Answer | undefined): string[] =>
  String(text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** What is stored of a part, as it would have been typed. */
export function typedOf(part: EntryPart, service: ServiceRow, options: Options): Typed {
  const asked = askedIn(part, options);
  const stored: Record<string, Answer | undefined> = {};
  for (const { name } of asked) {
    const value = (service as unknown as Record<string, unknown>)[name];
    if (typeof value === 'boolean') stored[name] = value ? 'yes' : 'no';
    else if (typeof value === 'string' || typeof value === 'number') stored[name] = value;
  }
  const [phone] = listOf<{ number?: string }>(service.doc, 'phones');
  Object.assign(stored, {
    ...{ organisation: service.organisation_name, public_phone: phone?.number, website: textOf(service.doc, 'url') },
    ...{ costs: textOf(service.doc, 'fees_description'), eligibility: textOf(service.doc, 'eligibility_description') },
    languages: listOf<{ name?: string }>(service.doc, 'languages')
      .map(({ name }) => name)
      .filter(Boolean)
      .join(', '),
    ...{ feedback_weeks: service.feedback_weeks.join(', '), postcodes: service.postcodes.join(', ') },
    exclusions: words(service.exclusions, false),
    sensitive: words(service.exclusions, true),
  });
  return {
    ...typedFrom(
      asked.filter((one) => one.kind !== 'many'),
      stored,
    ),
    needs: options.needs.flatMap(({ id, chosen }) => (chosen ? [id] : [])),
    modes: service.modes,
    asks: service.asks,
    approvals: service.approvals,
    refused_channels: service.refused_channels,
    benefits: service.benefits,
  };
}

const words = (all: readonly Exclusion[], sensitive: boolean): string =>
  all
    .filter((one) => one.sensitive === sensitive)
    .map((one) => one.words)
    .join('\n');

/** What was typed in a part, as changes of the entry. `organisation` is a name that stands for an organisation. */
export type PartRead =
  | { ok: true; changes: Partial<ServiceFacts>; terms?: string[]; organisation?: string | null }
  | { ok: false; errors: Errors };

/** Reads a part. `today` is the day ('YYYY-MM-DD') on which places are known when they changed. */
export function readPart(
  part: EntryPart,
  service: ServiceRow,
  options: Options,
  typed: Typed,
  today: string,
): PartRead {
  const read = readMany(askedIn(part, options), typed);
  if (!read.ok) return read;
  const { values, lists } = read;
  const text = (name: string) => (values[name] ?? null) as string | null;
  const number = (name: string) => (values[name] ?? null) as number | null;
  const yes = (name: string) => values[name] === 'yes';
  switch (part) {
    case 'about': {
      const [from, to] = [text('closed_from'), text('closed_to')];
      if (from !== null && to !== null && to < from)
        return { ok: false, errors: { closed_to: 'It must open again after it closed' } };
      return {
        ok: true,
        changes: {
          ...{ name: String(values.name), description: String(values.description), setting: text('setting') },
          ...{ status: values.status as ServiceFacts['status'], referable: yes('referable') },
          ...{ closed_from: from, closed_to: to, doc: aboutDoc(service.doc, values) },
        },
        terms: lists.needs ?? [],
        organisation: text('organisation'),
      };
    }
    case 'refer':
      if (lists.modes?.length === 0) return { ok: false, errors: { modes: 'Choose at least one way to refer' } };
      return {
        ok: true,
        changes: {
          ...{ modes: lists.modes ?? [], asks: lists.asks ?? [], approvals: lists.approvals ?? [] },
          ...{ refused_channels: lists.refused_channels ?? [], refer_note: text('refer_note') },
          ...{ booked_by: values.booked_by as ServiceFacts['booked_by'], call_first: yes('call_first') },
          ...{ contact_phone: text('contact_phone'), contact_email: text('contact_email') },
          ...{ form_name: text('form_name'), feedback_at_end: yes('feedback_at_end') },
          ...{ feedback_weeks: weeksOf(text('feedback_weeks') ?? '').sort((a, b) => a - b) },
          ...{ payment_form: yes('payment_form'), payment_role: text('payment_role') },
        },
      };
    case 'who': {
      const [least, most] = [number('minimum_age'), number('maximum_age')];
      if (least !== null && most !== null && most < least)
        return { ok: false, errors: { maximum_age: 'The oldest age must be the youngest or more' } };
      return {
        ok: true,
        changes: {
          ...{ minimum_age: least, maximum_age: most, postcodes: postcodesOf(text('postcodes') ?? '') },
          ...{ benefits: lists.benefits ?? [], benefit_effect: text('benefit_effect') },
          exclusions: exclusionsFrom(service.exclusions, linesOf(values.exclusions), linesOf(values.sensitive)),
          doc: setText(service.doc, 'eligibility_description', text('eligibility')),
        },
      };
    }
    case 'capacity': {
      const [places, taken] = [number('places'), number('places_taken')];
      const last = text('last_referral_on');
      const funded = text('funded_until');
      if (last !== null && funded !== null && last > funded)
        return { ok: false, errors: { last_referral_on: 'The last referral must be before the funding ends' } };
      return {
        ok: true,
        changes: {
          ...{ places, places_taken: taken, next_start: text('next_start'), typical_weeks: number('typical_weeks') },
          ...{ funded_until: funded, last_referral_on: last },
          ...(places === service.places && taken === service.places_taken ? {} : { capacity_on: today }),
        },
      };
    }
  }
}

/** Exclusions keep their keys as long as their words stay. */
function exclusionsFrom(
  before: readonly Exclusion[],
  plain: readonly string[],
  sensitive: readonly string[],
): Exclusion[] {
  const one = (text: string, isSensitive: boolean): Exclusion => ({
    key: before.find(({ words: old }) => old === text)?.key ?? newId(),
    words: text,
    sensitive: isSensitive,
  });
  return [...plain.map((text) => one(text, false)), ...sensitive.map((text) => one(text, true))];
}

function setText(doc: Doc, name: string, value: string | null): Doc {
  const { [name]: _, ...rest } = doc;
  return value === null ? rest : { ...rest, [name]: value };
}

function aboutDoc(doc: Doc, values: Readonly<Record<string, Answer>>): Doc {
  const text = (name: string) => (values[name] ?? null) as string | null;
  let next = setText(setText(doc, 'url', text('website')), 'fees_description', text('costs'));
  const [phone, ...phones] = listOf<Doc>(doc, 'phones');
  const number = text('public_phone');
  const kept = number === null ? phones : [{ id: newId(), ...phone, number }, ...phones];
  const names = (text('languages') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const known = listOf<Doc>(doc, 'languages');
  const languages = names.map((name) => known.find((one) => one.name === name) ?? { id: newId(), name });
  for (const [name, list] of [
    ['phones', kept],
    ['languages', languages],
  ] as const) {
    const { [name]: _, ...rest } = next;
    next = list.length === 0 ? rest : { ...rest, [name]: list };
  }
  return next;
}
