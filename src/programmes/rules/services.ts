/** Referring to services: clocks, working roles and what districts do differently, as the programme document has them. */
import { type Static, Type } from 'typebox';
import { closed, code } from './leaves.ts';

const text = () => Type.String({ pattern: '\\S', maxLength: 2000, description: 'a text' });
const date = () => Type.String({ format: 'date', description: 'a date that exists, as YYYY-MM-DD' });
const days = () => Type.Integer({ minimum: 1, maximum: 366, description: 'a whole number of days from 1 to 366' });

/** What a district does from a day on. */
const District = closed({
  /** The name of an area; without it every area. */
  area: Type.Optional(text()),
  from: date(),
  /** While a service works with somebody the worker waits until its end, or keeps in touch. */
  contact: Type.Optional(Type.Enum(['wait', 'maintain'], { description: "'wait' or 'maintain'" })),
});

/** The part `services` of a programme document. Everything may be left out; `serviceRulesOf` says what holds then. */
export const ServicesSchema = closed({
  /** What workers may be besides key workers, and refer as: a disability employment adviser, say. */
  workingRoles: Type.Optional(Type.Array(closed({ code: code(), label: text() }), { minItems: 1 })),
  /** Before the number of a signpost: NV-0001. */
  signpostPrefix: Type.Optional(Type.String({ pattern: '^[A-Z]{2,4}$', description: 'two to four capital letters' })),
  /** Working days. */
  acknowledgeWithin: Type.Optional(days()),
  firstContactWithin: Type.Optional(days()),
  decideWithin: Type.Optional(days()),
  ownerActsWithin: Type.Optional(days()),
  signpostAskedAfter: Type.Optional(days()),
  placeAnsweredWithin: Type.Optional(days()),
  silenceAfter: Type.Optional(days()),
  informationWithin: Type.Optional(days()),
  /** Days. */
  longWait: Type.Optional(days()),
  staleToldAfter: Type.Optional(days()),
  linkDays: Type.Optional(days()),
  /** Months after the end of a referral for which consent holds. */
  consentMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 24, description: 'a whole number from 1 to 24' })),
  opinionMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, description: 'a whole number from 1 to 60' })),
  /** Counts below this are not shown in reports about services. */
  smallNumber: Type.Optional(Type.Integer({ minimum: 2, maximum: 20, description: 'a whole number from 2 to 20' })),
  /** Each from a day on; the latest that has begun and names the area, or none, holds. */
  districts: Type.Optional(Type.Array(District)),
});

/** How a programme refers to services: working days but where a name says otherwise. */
export type ServiceRules = {
  workingRoles: readonly { code: string; label: string }[];
  signpostPrefix: string;
  acknowledgeWithin: number;
  firstContactWithin: number;
  decideWithin: number;
  ownerActsWithin: number;
  signpostAskedAfter: number;
  placeAnsweredWithin: number;
  silenceAfter: number;
  informationWithin: number;
  /** Days from a referral to its start after which alternatives are offered ('up to six weeks', DWP Research Report 555). */
  longWait: number;
  staleToldAfter: number;
  linkDays: number;
  consentMonths: number;
  opinionMonths: number;
  smallNumber: number;
  /** Whether the worker keeps in touch with somebody while a service works with them. */
  contact: 'wait' | 'maintain';
};

// Only the six weeks are the report's own; the rest is ours where it is silent, and a document may say otherwise. Two working
// days to acknowledge are those of the Work and Health Programme (provider guidance, chapter 3).
const defaults: ServiceRules = {
  workingRoles: [],
  signpostPrefix: 'SP',
  acknowledgeWithin: 2,
  firstContactWithin: 5,
  decideWithin: 10,
  ownerActsWithin: 2,
  signpostAskedAfter: 5,
  placeAnsweredWithin: 3,
  silenceAfter: 10,
  informationWithin: 10,
  longWait: 42,
  staleToldAfter: 7,
  linkDays: 28,
  consentMonths: 3,
  opinionMonths: 12,
  smallNumber: 5,
  contact: 'maintain',
};

/** The rules that hold in an area (by name; null where it has none) on a day, 'YYYY-MM-DD'. */
export function serviceRulesOf(
  document: { services?: Static<typeof ServicesSchema> },
  place: { area: string | null; on: string },
): ServiceRules {
  const { districts = [], ...given } = (document.services ?? {}) as Static<typeof ServicesSchema>;
  const rules = { ...defaults, ...given } as ServiceRules;
  const held = districts
    .filter((one) => one.from <= place.on && (one.area === undefined || one.area === place.area))
    .sort((one, other) => (one.from < other.from ? -1 : 1))
    .findLast((one) => one.contact !== undefined);
  return { ...rules, contact: held?.contact ?? rules.contact };
}
