/** What the pages of the anchor are cut out of: texts with marks, the frame around them, the head of a case. */
import { randomBytes } from 'node:crypto';
import { eventDigest } from '../src/access/actions.ts';
import { type Actor, canSomewhere } from '../src/access/rules/policy.ts';
import { insertEvent } from '../src/access/store.ts';
import { showPhone, supportText, supportWords } from '../src/cases/actions/frame.ts';
import type { CaseHead } from '../src/cases/actions/record.ts';
import type { HeadRow } from '../src/cases/store/head.ts';
import { frame } from '../src/frame.ts';
import { showDay } from '../src/kit/clock.ts';
import { completedYears, type DayNumber, parseDay } from '../src/kit/days.ts';
import type { Sql, Statement } from '../src/kit/db.ts';
import { escapeHtml, type Html, html } from '../src/kit/html.ts';
import { newId } from '../src/kit/ids.ts';
import type { ProgrammeVersion } from '../src/programmes/actions.ts';
import { labelOf, supportOn } from '../src/programmes/rules.ts';
import { navigation } from '../src/rooms.ts';
import { today, userName } from './scratch.ts';

/** Stand for the values of a session, in the application's lengths. */
const nonce = 'AAAAAAAAAAAAAAAAAAAAAA==';
export const csrf = html`<input type="hidden" name="_csrf" value="AAAAAAAA-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA">`;
export const day = Temporal.PlainDate.from(today);
export const timeZone = 'Europe/London';

// A mark is text that no page holds and that escaping leaves alone.
export const mark = (name: string) => `\u0002${name}\u0002`;
export const markHtml = (name: string): Html => html`${mark(name)}`;
export type Values = Record<string, string>;
export type Template = (values: Values) => string;

/** Cuts a text at its marks. `shown` are texts that stand for a value where a mark could not: a day, an age. */
export function template(text: string, shown: Values = {}): Template {
  let marked = text;
  for (const [name, words] of Object.entries(shown)) marked = marked.replaceAll(words, mark(name));
  const pieces = marked.split('\u0002');
  return (values) => {
    let out = pieces[0] as string;
    for (let i = 1; i < pieces.length; i += 2) out += (values[pieces[i] as string] ?? '') + (pieces[i + 1] as string);
    return out;
  };
}

export type Place = { id: string; version: ProgrammeVersion };

type BenchRole = 'key_worker' | 'programme_office';

/** Somebody who reads a page. */
export const actorOf = (programmeId: string, role: BenchRole): Actor => ({
  userId: null,
  name: userName,
  memberships: [{ role, programmeId, areaId: null, providerId: null, staffId: null }],
});

export function framed(
  page: Parameters<typeof frame>[0]['page'],
  path: string,
  programmeId: string,
  role: BenchRole = 'key_worker',
): string {
  const actor = actorOf(programmeId, role);
  return frame({
    page,
    nonce,
    notice: undefined,
    path,
    user: { name: userName, csrf, notices: 0 },
    navigation: navigation.filter((item) => item.can.some((permission) => canSomewhere(actor, permission))),
  });
}

/** Whether a case is closed, and whether it has had a job: what its head is made for. */
export type Shape = { closed: boolean; job: boolean };

/** The head of a case of which every value is a mark. */
export function headOf(place: Place, shape: Shape): CaseHead {
  const { document } = place.version;
  return {
    caseId: mark('caseId'),
    personId: '',
    programmeId: place.id,
    case: { areaId: null, providerId: null, keyWorkerId: null, restricted: null },
    programme: { key: document.key, name: document.name, versions: [place.version] },
    reference: mark('reference'),
    sourceRef: mark('sourceRef'),
    status: shape.closed ? 'closed' : 'attached',
    name: mark('name'),
    dateOfBirth: '1902-02-02',
    phone: mark('phone'),
    preferredContact: mark('contact'),
    contactRules: {},
    areaName: mark('area'),
    keyWorkerName: mark('worker'),
    keyWorkerCode: mark('workerCode'),
    referredOn: '1903-03-03',
    firstMetOn: null,
    closedOn: shape.closed ? '1906-06-06' : null,
    exitReason: shape.closed ? mark('exitReason') : null,
    attachment: { on: '1904-04-04', evidenced: false, firstJobOn: shape.job ? '1905-05-05' : null },
    referral: {
      areaId: null,
      areaName: mark('referralArea'),
      source: mark('source'),
      benefit: mark('benefit'),
      lastWorked: mark('lastWorked'),
      housingTenure: mark('housing'),
      maritalStatus: mark('marital'),
      dependants: 987_654,
    },
    selection: null,
    obligation: null,
    paused: null,
    pauses: [],
    version: 1,
    workersBefore: [],
  };
}

/** What stands for the days and the age of `headOf`, where no mark could. */
export const headShown = (head: CaseHead): Values => ({
  ...(head.closedOn === null ? { support: supportText(head, day) as string } : {}),
  born: '2 Feb 1902, 114 years old',
  referredOn: '3 Mar 1903',
  attachedOn: '4 Apr 1904',
  firstJobOn: '5 May 1905',
  closedOn: '6 Jun 1906',
  dependants: '987654',
});

export const now = parseDay(today) as DayNumber;
const age = (born: string) => completedYears(parseDay(born) as DayNumber, now);
export const fullName = (row: { given_name: string | null; family_name: string | null }) =>
  `${row.given_name} ${row.family_name}`;

/** Where a case stands in its support. */
export function supportWriter({
  version,
}: Place): (row: { attached_on: string | null; first_job_on: string | null }) => string {
  const rule = version.document.support;
  return (row) => {
    const attached = parseDay(row.attached_on ?? '') as DayNumber;
    const firstJob = row.first_job_on === null ? null : parseDay(row.first_job_on);
    return supportWords(supportOn(rule, attached, firstJob, now));
  };
}

/** The values of a head, from its row. */
export function headValues(place: Place): (row: HeadRow) => Values {
  const { document } = place.version;
  const supportOf = supportWriter(place);
  return (row) => ({
    caseId: row.case_id,
    reference: row.reference,
    sourceRef: escapeHtml(row.source_ref ?? ''),
    name: escapeHtml(fullName(row)),
    born: `${showDay(row.date_of_birth)}, ${age(row.date_of_birth ?? '')} years old`,
    phone: escapeHtml(showPhone(row.phone ?? '')),
    contact: escapeHtml(labelOf(document.preferredContacts, row.preferred_contact ?? '').toLowerCase()),
    area: escapeHtml(row.area_name ?? ''),
    worker: escapeHtml(row.key_worker_name ?? ''),
    workerCode: escapeHtml(row.key_worker_code ?? ''),
    support: row.closed_on !== null ? '' : supportOf(row),
    referredOn: showDay(row.referred_on),
    source: escapeHtml(labelOf(document.referralSources, row.referral_source ?? '')),
    referralArea: escapeHtml(row.referral_area_name ?? ''),
    benefit: escapeHtml(labelOf(document.benefits, row.benefit ?? '')),
    lastWorked: escapeHtml(labelOf(document.lastWorkedBands, row.last_worked ?? '')),
    housing: escapeHtml(labelOf(document.housingTenures, row.housing_tenure ?? '')),
    marital: escapeHtml(labelOf(document.maritalStatuses, row.marital_status ?? '')),
    dependants: String(row.dependants),
    attachedOn: showDay(row.attached_on),
    firstJobOn: showDay(row.first_job_on),
    closedOn: showDay(row.closed_on),
    exitReason: escapeHtml(labelOf(document.exitReasons, row.exit_reason ?? '')),
  });
}

/** A statement of the application as `pg` takes it. Which parameter stands where is asked once, by sending their names. */
export function named<P extends Record<string, unknown>>(
  name: string,
  statement: Statement<P, unknown>,
  keys: readonly (keyof P & string)[],
) {
  let text = '';
  let order: unknown[] = [];
  const asked = async (query: { text: string; values: unknown[] }) => {
    text = query.text;
    order = query.values;
    return { rows: [] };
  };
  void statement({ query: asked } as unknown as Sql, Object.fromEntries(keys.map((key) => [key, key])) as P);
  return (values: P) => ({ name, text, values: order.map((key) => values[key as keyof P]) });
}

// biome-ignore format: a list
const eventKeys = ['id', 'kind', 'actorId', 'programmeId', 'personId', 'caseId', 'happenedOn', 'digest', 'payload', 'salt'] as const;

/** The event of something that was written, with its digest, as a statement. */
export function eventSender() {
  const send = named('event', insertEvent, eventKeys);
  type Written = {
    kind: string;
    actorId: string;
    programmeId: string;
    personId: string;
    caseId: string;
    happenedOn: string;
  };
  return (written: Written, payload: Record<string, unknown>) => {
    const salt = randomBytes(16);
    const digest = eventDigest(salt, payload);
    return send({ id: newId(), ...written, digest, payload: JSON.stringify(payload), salt });
  };
}
