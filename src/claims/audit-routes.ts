/** Samples of paid claims: drawing one, and writing what was found of each claim. */
import { randomInt } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { type Context, page, type RecordLoader, type Route, redirect, route } from '../access/rules/route.ts';
import { type Errors, type Question, readForm, type Typed, typedText } from '../kit/form.ts';
import { versionOf } from '../kit/record-form.ts';
import { isUuid } from '../kit/uuid.ts';
import {
  type AuditRow,
  auditsOf,
  auditWithItems,
  drawAudit,
  findAudit,
  mostSampled,
  writeFinding,
} from './actions/audits.ts';
import { contractsByKey } from './actions/life.ts';
import { atOf } from './live-routes.ts';
import { auditHtml, auditsHtml } from './pages/audits.ts';
import { claimsNav } from './pages/claims-nav.ts';
import { contractAsked } from './waiting-routes.ts';

const query = Type.Object({ contract: Type.Optional(Type.String({ maxLength: 60 })) });
type Asked = Context<unknown, Static<typeof query>, unknown>;
const auditParams = Type.Object({ auditId: Type.String({ format: 'uuid' }) });

/** An audit by its id. */
const auditRecord: RecordLoader<{ audit: AuditRow }> = {
  param: 'auditId',
  async load(sql, id) {
    const [audit] = isUuid(id) ? await findAudit(sql, { id }) : [];
    return audit === undefined ? null : { programmeId: audit.programme_id, audit };
  },
};

const drawQuestions = (contracts: readonly { key: string; name: string }[], today: string): Question[] => [
  {
    ...{ kind: 'choice', name: 'contract', label: 'Contract', as: 'select', required: 'Choose the contract' },
    choices: contracts.map(({ key, name }) => ({ value: key, text: name })),
  },
  { kind: 'day', name: 'from', label: 'Paid from', earliest: '1990-01-01', required: 'Enter the first day' },
  {
    ...{ kind: 'day', name: 'to', label: 'Paid until', earliest: '1990-01-01', required: 'Enter the last day' },
    latest: { day: today, message: 'The last day must be today or in the past' },
  },
  {
    ...{ kind: 'number', name: 'size', label: 'How many claims', least: 1, most: mostSampled },
    required: 'Enter how many claims are to be checked',
  },
  {
    ...{ kind: 'text', name: 'seed', label: 'Seed', most: 60, width: 20 },
    hint: 'Any word or number, best one that both sides drew. Left empty, Newel draws one.',
  },
];

async function auditsPage(context: Asked, typed: Typed = {}, errors: Errors = {}) {
  const { db, actor, csrf, clock } = context;
  const { contracts, contract, programmeId } = await contractAsked(context, 'claim.audit', context.query.contract);
  return page({
    title: 'Audits of paid claims',
    ...(Object.keys(errors).length === 0 ? {} : { status: 422, error: true }),
    main: auditsHtml({
      ...{ nav: claimsNav(actor, '/claims/audits'), contracts, contract, errors, csrf },
      typed: { contract: contract.key, ...typed },
      audits: await auditsOf(db, { contract: contract.key, programmeId, limit: 50 }),
      questions: drawQuestions(contracts, clock.today().toString()),
    }),
  });
}

type One = Pick<Context<unknown, unknown, { audit: AuditRow }>, 'db' | 'actor' | 'csrf' | 'record'>;
async function onePage(
  { db, actor, csrf, record: { audit } }: One,
  wrong: { number: number; text: string; typed: Typed; status: number } | null = null,
) {
  return page({
    title: 'Audit of paid claims',
    ...(wrong === null ? {} : { status: wrong.status, error: true }),
    main: auditHtml({
      ...{ nav: claimsNav(actor, '/claims/audits'), audit, contract: (await contractsByKey(db)).get(audit.contract) },
      ...(await auditWithItems(db, audit)),
      ...{ problem: wrong, typed: wrong?.typed ?? {}, csrf },
    }),
  });
}

/** What was typed of a finding, or what is wrong with it. `pence` is what was paid. */
function findingFrom(body: Typed, pence: number): { wrongPence: number | null; words: string | null } | string {
  const [wrong, words] = [typedText(body, 'wrong'), typedText(body, 'words')];
  const read = /^£?\s*(\d{1,7}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{2}))?$/.exec(wrong);
  if (wrong !== '' && read === null) return 'Enter the amount in pounds and pence, for example 9.50';
  const given = read === null ? 0 : Number((read[1] ?? '0').replaceAll(',', '')) * 100 + Number(read[2] ?? 0);
  if (given > pence) return 'Enter no more than what was paid';
  if (words.length > 1000) return `Use 1,000 characters or fewer (this has ${words.length.toLocaleString('en-GB')})`;
  if (given > 0 && words === '') return 'Enter why it is wrong';
  return { wrongPence: given === 0 ? null : given, words: words === '' ? null : words };
}

/** Routes of audits. */
export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/claims/audits',
    can: 'claim.audit',
    audit: 'nothing',
    query,
    handle: (context) => auditsPage(context),
  }),
  route({
    method: 'POST',
    path: '/claims/audits',
    can: 'claim.audit',
    audit: { event: 'claim audit.drawn' },
    async handle(context) {
      const { db, actor, body, clock } = context;
      const again = (errors: Errors) =>
        auditsPage({ ...context, query: { contract: typedText(body, 'contract') } }, body, errors);
      const { contracts } = await contractAsked(context, 'claim.audit', undefined);
      const read = readForm(drawQuestions(contracts, clock.today().toString()), body);
      if (!read.ok) return again(read.errors);
      const { contract: key, from, to, size, seed } = read.values;
      if (String(from) > String(to)) return again({ to: 'The last day must not be before the first' });
      const { contract, programmeId } = await contractAsked(context, 'claim.audit', String(key));
      const id = await drawAudit(
        db,
        actor,
        {
          ...{ contract: contract.key, programmeId, from: String(from), to: String(to), size: Number(size) },
          seed: seed === null || seed === undefined ? String(randomInt(1_000_000_000)) : String(seed),
        },
        atOf(context),
      );
      if (id === null) return again({ from: 'No claim was paid in this time. Choose other days' });
      return redirect(`/claims/audits/${id}`, 'Sample drawn');
    },
  }),
  route({
    method: 'GET',
    path: '/claims/audits/:auditId',
    can: 'claim.audit',
    audit: { read: 'claim audit' },
    params: auditParams,
    record: auditRecord,
    handle: (context) => onePage(context),
  }),
  route({
    method: 'POST',
    path: '/claims/audits/:auditId',
    can: 'claim.audit',
    audit: { event: 'claim audit.found' },
    params: auditParams,
    record: auditRecord,
    async handle(context) {
      const { db, actor, record, body } = context;
      const { items } = await auditWithItems(db, record.audit);
      const item = items.find(({ number }) => String(number) === typedText(body, 'number'));
      const typed = { ...body };
      if (item === undefined)
        return onePage(context, { number: 0, text: 'Choose a claim of the sample', typed, status: 422 });
      const found = findingFrom(body, item.pence);
      if (typeof found === 'string') return onePage(context, { number: item.number, text: found, typed, status: 422 });
      const finding = { number: item.number, version: versionOf(body), ...found };
      if (!(await writeFinding(db, actor, record.audit, finding, atOf(context)))) {
        const text = 'Somebody wrote what they found in the meantime. Look at it and save again if yours is right';
        return onePage(context, { number: item.number, text, typed, status: 409 });
      }
      return redirect(`/claims/audits/${record.audit.id}#item-${item.number}`, 'Saved');
    },
  }),
];
