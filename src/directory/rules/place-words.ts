/** Places of services in words, out of what HSDS keeps of them. Pure. */
import { readTime } from '../../meeting/rules/meeting.ts';
import { cleanPostcode, isPostcode } from '../../people/rules.ts';
import type { Asked } from './many.ts';

type Doc = Readonly<Record<string, unknown>>;
type Schedule = { byday?: string; opens_at?: string; closes_at?: string; description?: string };
type Address = { address_1?: string; address_2?: string; city?: string; region?: string; postal_code?: string };

/** A place as it is stored. */
export type Place = {
  location_name: string | null;
  location_type: 'physical' | 'postal' | 'virtual' | null;
  postcode: string | null;
  step_free: boolean | null;
  location_doc: Doc | null;
  doc: Doc;
};

/** Days of the week as iCalendar writes them. */
export const weekdays = [
  { value: 'MO', text: 'Monday' },
  { value: 'TU', text: 'Tuesday' },
  { value: 'WE', text: 'Wednesday' },
  { value: 'TH', text: 'Thursday' },
  { value: 'FR', text: 'Friday' },
  { value: 'SA', text: 'Saturday' },
  { value: 'SU', text: 'Sunday' },
] as const;

/** The items of a list of an HSDS object. */
export const listOf = <T>(doc: Doc | null, name: string): T[] => (Array.isArray(doc?.[name]) ? (doc[name] as T[]) : []);
/** A text of an HSDS object, or null. */
export const textOf = (doc: Doc | null, name: string): string | null =>
  typeof doc?.[name] === 'string' && doc[name] !== '' ? (doc[name] as string) : null;

/** The lines of an address without its postcode. */
export function addressLines(place: Pick<Place, 'location_doc'>): string[] {
  const [address] = listOf<Address>(place.location_doc, 'addresses');
  return [address?.address_1, address?.address_2, address?.city].flatMap((line) => (line ? [line] : []));
}

/** A postcode as people write it. */
export const postcodeText = (postcode: string): string => cleanPostcode(postcode);

/** Where a map shows a postcode: an address to type or to follow. No page asks that site for anything. */
export const mapAddress = (postcode: string): string =>
  `https://www.openstreetmap.org/search?query=${encodeURIComponent(postcodeText(postcode))}`;

const hour = (time: string | undefined): string => (time ?? '').slice(0, 5);

/** When a place is open, in words: 'Monday, Tuesday, 09:00 to 17:00'. Its own times go before those of the building. */
export function timesOf(place: Pick<Place, 'doc' | 'location_doc'>): string[] {
  const own = listOf<Schedule>(place.doc, 'schedules');
  return (own.length > 0 ? own : listOf<Schedule>(place.location_doc, 'schedules')).map(scheduleText).filter(Boolean);
}

/** One schedule in words. */
export function scheduleText(one: Schedule): string {
  const days = (one.byday ?? '')
    .split(',')
    .map((day) => weekdays.find(({ value }) => value === day.trim())?.text ?? day.trim())
    .filter(Boolean)
    .join(', ');
  const hours = [hour(one.opens_at), hour(one.closes_at)].filter(Boolean).join(' to ');
  return [[days, hours].filter(Boolean).join(', '), one.description].filter(Boolean).join('. ');
}

/** What is asked of a place. */
export const placeQuestions: readonly Asked[] = [
  {
    kind: 'choice',
    name: 'type',
    label: 'Is it a place to go to?',
    choices: [
      { value: 'physical', text: 'Yes' },
      { value: 'virtual', text: 'No, it is online or by phone' },
      { value: 'postal', text: 'No, this is only an address for letters' },
    ],
    required: 'Choose what it is',
  },
  { kind: 'text', name: 'name', label: 'Name of the place', hint: 'For example the name of the building', most: 120 },
  { kind: 'text', name: 'address', label: 'Address', most: 200 },
  { kind: 'text', name: 'city', label: 'Town', most: 100, width: 20 },
  {
    kind: 'text',
    name: 'postcode',
    label: 'Postcode',
    width: 10,
    check: (text) => (isPostcode(text) ? { value: cleanPostcode(text) } : 'Enter a full postcode, for example BL1 1AA'),
  },
  {
    kind: 'long text',
    name: 'transport',
    label: 'How to get there',
    hint: 'Buses, the nearest stop, the entrance',
    most: 500,
    rows: 3,
  },
  {
    kind: 'choice',
    name: 'step_free',
    label: 'Can it be reached without a step?',
    as: 'radios in a row',
    choices: [
      { value: 'yes', text: 'Yes' },
      { value: 'no', text: 'No' },
    ],
  },
  { kind: 'many', name: 'days', label: 'Open on', choices: [...weekdays] },
  { kind: 'text', name: 'opens', label: 'Opens at', hint: 'For example 9:30', width: 5, check: readTime },
  { kind: 'text', name: 'closes', label: 'Closes at', width: 5, check: readTime },
  { kind: 'text', name: 'times', label: 'More about the times', most: 200 },
];

/** A place as it was typed. */
export type PlaceGiven = {
  type: 'physical' | 'postal' | 'virtual';
  name: string | null;
  address: string | null;
  city: string | null;
  /** As people write it. */
  postcode: string | null;
  transport: string | null;
  stepFree: boolean | null;
  days: readonly string[];
  opens: string | null;
  closes: string | null;
  times: string | null;
};

/** What was stored of a place, as it would have been typed. */
export function placeTyped(place: Place): Record<string, string | string[]> {
  const [address] = listOf<Address>(place.location_doc, 'addresses');
  const own = listOf<Schedule>(place.doc, 'schedules');
  const [times] = own.length > 0 ? own : listOf<Schedule>(place.location_doc, 'schedules');
  return {
    type: place.location_type ?? '',
    name: place.location_name ?? '',
    address: [address?.address_1, address?.address_2].filter(Boolean).join(', '),
    city: address?.city ?? '',
    postcode: address?.postal_code ?? (place.postcode === null ? '' : postcodeText(place.postcode)),
    transport: textOf(place.location_doc, 'transportation') ?? '',
    step_free: place.step_free === null ? '' : place.step_free ? 'yes' : 'no',
    days: (times?.byday ?? '').split(',').filter(Boolean),
    opens: hour(times?.opens_at),
    closes: hour(times?.closes_at),
    times: times?.description ?? '',
  };
}

/** A place in one line: for lists and histories. */
export const placeLine = (place: Place): string =>
  [
    place.location_name,
    ...addressLines(place),
    place.postcode === null ? null : postcodeText(place.postcode),
    place.location_type === 'virtual' && place.location_name === null ? 'Online or by phone' : null,
  ]
    .filter((part) => part !== null)
    .join(', ');
