/**
 * What may be asked of the public directory: the query parameters of HSDS 3.0 and of Open Referral UK, each read from text.
 * Every parameter narrows what comes (they are cumulative). Pure.
 */
import { isUuid } from '../../kit/uuid.ts';
import { fold } from '../../people/rules.ts';

/** The lists of the API, by their path, and what of the published copy each gives. */
export const lists = {
  services: 'service',
  organizations: 'organization',
  service_at_locations: 'service_at_location',
  taxonomies: 'taxonomy',
  taxonomy_terms: 'taxonomy_term',
} as const;
/** A list of the API. */
export type ListName = keyof typeof lists;
/** A kind of published entry. */
export type PublishedKind = (typeof lists)[ListName];

/** Every day of a week as HSDS schedules write it. */
const weekdays: Readonly<Record<string, string>> = {
  monday: 'MO',
  tuesday: 'TU',
  wednesday: 'WE',
  thursday: 'TH',
  friday: 'FR',
  saturday: 'SA',
  sunday: 'SU',
};

/** Entries of a page: how many when nothing is said, and the most. `minimal` is meant to come in one page. */
export const pageSizes = { usual: 50, most: 100, minimal: 50_000 };
const mostText = 200;
const mostMetres = 1_000_000;

type Read = { value: unknown } | { problem: string };
type Parameter = { words: string; type: 'string' | 'integer' | 'number' | 'boolean'; read(text: string): Read };

const ok = (value: unknown): Read => ({ value });
const no = (problem: string): Read => ({ problem });

const id = (words: string): Parameter => ({
  words,
  type: 'string',
  read: (text) => (isUuid(text.toLowerCase()) ? ok(text.toLowerCase()) : no('must be an id: a UUID')),
});
const flag = (words: string): Parameter => ({
  words,
  type: 'boolean',
  read: (text) => (text === 'true' || text === 'false' ? ok(text === 'true') : no('must be true or false')),
});
const count = (words: string, most: number): Parameter => ({
  words,
  type: 'integer',
  read: (text) =>
    /^[1-9]\d{0,8}$/.test(text) && Number(text) <= most
      ? ok(Number(text))
      : no(`must be a whole number from 1 to ${most}`),
});
const number = (words: string, most: number): Parameter => ({
  words,
  type: 'number',
  read: (text) =>
    /^\d{1,9}(\.\d{1,6})?$/.test(text) && Number(text) <= most
      ? ok(Number(text))
      : no(`must be a number from 0 to ${most}`),
});
const time = (words: string): Parameter => ({
  words,
  type: 'string',
  read: (text) =>
    /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text)
      ? ok(text.length === 5 ? `${text}:00` : text)
      : no('must be a time of the day: 09:30'),
});

/** Every parameter, by its name in the address. */
export const parameters = {
  search: {
    words: 'Words that must all be in the name, the organisation, the description or the terms.',
    type: 'string',
    read: (text) =>
      text.length > mostText
        ? no(`must be no longer than ${mostText} characters`)
        : ok(fold(text).split(' ').filter(Boolean).slice(0, 20)),
  },
  page: count('Number of the page, from 1.', 1_000_000),
  per_page: count('Entries of a page.', pageSizes.minimal),
  format: {
    words: 'json (pages) or ndjson (everything, an entry on each line).',
    type: 'string',
    read: (text) => (text === 'json' || text === 'ndjson' ? ok(text) : no('must be json or ndjson')),
  },
  taxonomy_term_id: id('Services with this term.'),
  taxonomy_id: id('Services with any term of this taxonomy.'),
  organization_id: id('Services of this organisation.'),
  modified_after: {
    words: 'Entries whose published copy changed at this moment or after it.',
    type: 'string',
    read: (text) => {
      const moment = momentOf(text);
      return moment === null ? no('must be a day or a moment: 2026-01-31 or 2026-01-31T09:30:00Z') : ok(moment);
    },
  },
  minimal: flag('Only the id and modified_date of each entry.'),
  full: flag('With everything that belongs to an entry.'),
  full_service: flag('With the services of an organisation in full.'),
  minimum_age: number('Services whose minimum age is known and at least this.', 150),
  maximum_age: number('Services whose maximum age is known and at most this.', 150),
  start_time: time('Services that open at this time of the day or later.'),
  end_time: time('Services that close at this time of the day or earlier.'),
  day: {
    words: 'Services that are open on this day of the week.',
    type: 'string',
    read: (text) => {
      const short = text.toUpperCase();
      const found = Object.values(weekdays).includes(short) ? short : weekdays[text.toLowerCase()];
      return found === undefined ? no('must be a day of the week: Monday, or MO') : ok(found);
    },
  },
  postcode: {
    words: 'With proximity: the point to measure from. Without: places whose postcode begins with this.',
    type: 'string',
    read: (text) => {
      const plain = text.toUpperCase().replace(/\s/g, '');
      return /^[A-Z0-9]{2,10}$/.test(plain) ? ok(plain) : no('must be a postcode: ZX1 1AA');
    },
  },
  proximity: number('Metres from the centre of the postcode.', mostMetres),
  parent_id: id('Terms below this one.'),
  top_only: flag('Only terms without a term above them.'),
} as const satisfies Record<string, Parameter>;
/** The name of a parameter. */
export type ParameterName = keyof typeof parameters;

const paging: readonly ParameterName[] = ['search', 'page', 'per_page', 'format', 'modified_after'];
const ofServices: readonly ParameterName[] = [
  ...paging,
  'taxonomy_term_id',
  'taxonomy_id',
  'organization_id',
  'full',
  'minimum_age',
  'maximum_age',
  'start_time',
  'end_time',
  'day',
  'postcode',
  'proximity',
];

/** The parameters of each list; those of the two profiles together, so that neither's is passed over in silence. */
export const parametersOf: Readonly<Record<ListName, readonly ParameterName[]>> = {
  services: [...ofServices, 'minimal'],
  organizations: [...paging, 'full', 'full_service'],
  service_at_locations: ofServices,
  taxonomies: paging,
  taxonomy_terms: [...paging, 'taxonomy_id', 'parent_id', 'top_only'],
};

/** What was asked, read. A missing key narrows nothing. */
export type Asked = {
  search?: string[];
  page?: number;
  per_page?: number;
  format?: 'json' | 'ndjson';
  taxonomy_term_id?: string;
  taxonomy_id?: string;
  organization_id?: string;
  modified_after?: string;
  minimal?: boolean;
  full?: boolean;
  full_service?: boolean;
  minimum_age?: number;
  maximum_age?: number;
  start_time?: string;
  end_time?: string;
  day?: string;
  postcode?: string;
  proximity?: number;
  parent_id?: string;
  top_only?: boolean;
};
/** What is wrong with a parameter, in words. */
export type ParameterProblem = { parameter: string; problem: string };

/** Reads the query of a list. A parameter that the list does not have is a problem: passed over, it would give too much. */
export function readQuery(
  list: ListName,
  query: Readonly<Record<string, unknown>>,
): { asked: Asked; problems: ParameterProblem[] } {
  const known: readonly string[] = parametersOf[list];
  const asked: Record<string, unknown> = {};
  const problems: ParameterProblem[] = [];
  for (const [name, given] of Object.entries(query)) {
    if (!known.includes(name)) {
      problems.push({
        parameter: name.slice(0, 50),
        problem: `is not a parameter of /${list}, which has ${known.join(', ')}`,
      });
      continue;
    }
    if (typeof given !== 'string') {
      problems.push({ parameter: name, problem: 'must be given once' });
      continue;
    }
    if (given === '') continue;
    const read: Read = parameters[name as ParameterName].read(given);
    if ('problem' in read) problems.push({ parameter: name, problem: read.problem });
    else asked[name] = read.value;
  }
  const done = asked as Asked;
  if (done.proximity !== undefined && done.postcode === undefined)
    problems.push({ parameter: 'proximity', problem: 'needs a postcode to measure from' });
  if (done.per_page !== undefined && done.per_page > pageSizes.most && done.minimal !== true)
    problems.push({ parameter: 'per_page', problem: `must be a whole number from 1 to ${pageSizes.most}` });
  return { asked: done, problems };
}

/** A day or a moment as PostgreSQL reads it; one without a zone is UTC. Null when it is neither. */
function momentOf(text: string): string | null {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${Temporal.PlainDate.from(text).toString()}T00:00:00Z`;
    // A plus sign in an address is read as a space.
    const whole = text.replace(' ', '+');
    return Temporal.Instant.from(/(Z|[+-]\d{2}:?\d{2})$/i.test(whole) ? whole : `${whole}Z`).toString();
  } catch {
    return null;
  }
}

/** The envelope of a page (HSDS Page), without its contents. */
export function pageOf(total: number, page: number, perPage: number, size: number) {
  const pages = Math.ceil(total / perPage);
  return {
    total_items: total,
    total_pages: pages,
    page_number: page,
    size,
    first_page: page === 1,
    last_page: page >= pages,
    empty: size === 0,
  };
}
