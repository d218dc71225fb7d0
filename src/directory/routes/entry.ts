/** What the routes of an entry share: its record, who may do what with it, and its choices. */
import { Type } from 'typebox';
import type { Actor } from '../../access/rules/policy.ts';
import { canSomewhere, programmesOf } from '../../access/rules/policy.ts';
import { type Context, notFound } from '../../access/rules/route.ts';
import type { Sql } from '../../kit/db.ts';
import { isUuid } from '../../kit/uuid.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { holidaysOf, type ProgrammeDocument, type ServiceRules, serviceRulesOf } from '../../programmes/rules.ts';
import { type At, findService, type ServiceRow } from '../actions/entries.ts';

export type Any = Context<unknown, unknown, unknown>;
export type OfService = Context<{ serviceId: string }, unknown, unknown>;
const uuid = () => Type.String({ format: 'uuid' });
export const serviceParams = Type.Object({ serviceId: uuid() });
export const organisationParams = Type.Object({ organisationId: uuid() });
export const placeParams = Type.Object({ serviceId: uuid(), placeId: uuid() });
export const newsParams = Type.Object({ serviceId: uuid(), newsId: uuid() });
export const askedParams = Type.Object({ serviceId: uuid(), askedId: uuid() });
/** Which page of a list that is cut by its number. */
export const pageQuery = Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) });
/** How much of a list a page shows. */
export const pageSize = 50;

/** The service that a path names. Answers like a missing record where it is not there. */
export async function serviceOf({ db, params }: Pick<OfService, 'db' | 'params'>): Promise<ServiceRow> {
  return (isUuid(params.serviceId) ? await findService(db, params.serviceId) : null) ?? notFound();
}

/** When a change is made. */
export const atOf = ({ clock }: Pick<Any, 'clock'>): At => ({ now: clock.now(), today: clock.today().toString() });

/** Programmes whose words, rules and directives the reader sees. */
export const readersProgrammes = (actor: Actor): string[] => programmesOf(actor, 'directory.read') ?? [];

/** What the directory needs of the reader's programmes: it belongs to none of them. */
export type Ground = {
  programmes: { id: string; name: string; document: ProgrammeDocument; rules: ServiceRules }[];
  /** Working roles of all of them. */
  roles: { value: string; text: string }[];
  /** Benefits of all of them. */
  benefits: { value: string; text: string }[];
  /** The strictest of their rules where one is to hold for all. */
  least: number;
};

/** Reads the documents of the reader's programmes, which are in memory. */
export async function groundOf(sql: Sql, actor: Actor, day: string): Promise<Ground> {
  const programmes: Ground['programmes'] = [];
  for (const id of readersProgrammes(actor)) {
    const version = await programmeOn(sql, id, day);
    if (version === null) continue;
    const { document } = version;
    programmes.push({ id, name: document.name, document, rules: serviceRulesOf(document, { area: null, on: day }) });
  }
  const byCode = (all: readonly { code: string; label: string }[]) =>
    [...new Map(all.map(({ code, label }) => [code, label]))].map(([value, text]) => ({ value, text }));
  return {
    programmes,
    roles: byCode(programmes.flatMap(({ rules }) => [...rules.workingRoles])),
    benefits: byCode(programmes.flatMap(({ document }) => [...document.benefits])),
    least: Math.max(5, ...programmes.map(({ rules }) => rules.smallNumber)),
  };
}

/** What a code is called in a list of choices; the code itself when it is in none. */
export const labelIn =
  (list: readonly { value: string; text: string }[]) =>
  (code: string): string =>
    list.find(({ value }) => value === code)?.text ?? code;

/** The rules of the first of the reader's programmes: for what is written by them. */
export function ownRules(ground: Ground, day: string): ServiceRules {
  return ground.programmes[0]?.rules ?? serviceRulesOf({}, { area: null, on: day });
}

/** The holidays of the first of the reader's programmes. */
export const ownHolidays = (ground: Ground) => holidaysOf(ground.programmes[0]?.document ?? {});

export const mayWrite = (actor: Actor): boolean => canSomewhere(actor, 'directory.write');
export const mayManage = (actor: Actor): boolean => canSomewhere(actor, 'directory.manage');
