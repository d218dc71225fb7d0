import { type Static, Type } from 'typebox';
import { programmesOf, scopeOf } from '../access/rules/policy.ts';
import { type Context, notFound, page, type Route, redirect, route } from '../access/rules/route.ts';
import { casePage } from '../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord } from '../cases/actions/record.ts';
import { type Errors, readForm, type Typed } from '../kit/form.ts';
import { recordForm, versionOf } from '../kit/record-form.ts';
import { listProgrammes } from '../programmes/actions.ts';
import { contractsInUse, latestOf } from './actions/contracts.ts';
import { type AfterFound, decide, type FoundRow, findFound, foundOf, signalTallies } from './actions/finder.ts';
import { claimsNav } from './pages/claims-nav.ts';
import { foundAboveHtml, foundListHtml } from './pages/finder.ts';
import type { Contract } from './rules/contract.ts';
import { decisionFrom, decisionQuestions, signalNames } from './rules/finder.ts';

const perPage = 50;
const query = Type.Object({
  contract: Type.Optional(Type.String({ maxLength: 60 })),
  /** A signal, or 'all' of them; left out, those that are pressed. */
  signal: Type.Optional(Type.Enum(['', 'all', ...signalNames])),
  /** Where the page before ended: a day or 'infinity', what it was worth, a finding. */
  after: Type.Optional(Type.String({ maxLength: 100 })),
});

function afterFrom(text: string | undefined): AfterFound | null {
  const found = /^(\d{4}-\d\d-\d\d|infinity)_(-?\d{1,9})_([0-9a-f-]{36})$/.exec(text ?? '');
  const [, claimBy = '', worth = '', id = ''] = found ?? [];
  return found === null ? null : { claimBy, worth: Number(worth), id };
}
const afterText = ({ claim_by, pence, id }: FoundRow): string => [claim_by ?? 'infinity', -(pence ?? 0), id].join('_');

const list = route({
  method: 'GET',
  path: '/unclaimed',
  can: 'claim.find',
  audit: { read: 'unclaimed outcomes' },
  query,
  async handle({ db, actor, clock, query: given }) {
    const today = clock.today().toString();
    const programmes = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'claim.find') });
    const contracts = (await contractsInUse(db))
      .map(latestOf)
      .filter((one) => programmes.some(({ key }) => key === one.programme));
    const contract = contracts.find(({ key }) => key === given.contract) ?? contracts[0] ?? notFound();
    const programmeId = programmes.find(({ key }) => key === contract.programme)?.id ?? notFound();
    const tallies = await signalTallies(db, programmeId, contract.key);
    const all = given.signal === 'all';
    const signal = signalNames.find((one) => one === given.signal) ?? null;
    const shown = tallies.filter((one) => (signal === null ? all || one.pressed : one.signal === signal));
    const { rows, more } = await foundOf(db, {
      ...{ programmeId, contract: contract.key, signals: shown.map((one) => one.signal) },
      ...{ scope: scopeOf(actor, 'claim.find', programmeId), after: afterFrom(given.after), limit: perPage },
    });
    const last = rows.at(-1);
    const parts = { contract: contract.key, ...(given.signal ? { signal: given.signal } : {}) };
    const next =
      more && last !== undefined ? `/unclaimed?${new URLSearchParams({ ...parts, after: afterText(last) })}` : null;
    return page({
      title: 'Outcomes that may be unclaimed',
      wide: true,
      main: foundListHtml({
        nav: claimsNav(actor, '/unclaimed'),
        contracts,
        contract,
        signal,
        all,
        tallies,
        rows,
        next,
      }),
    });
  },
});

const params = Type.Object({ ...caseParams.properties, foundId: Type.String({ format: 'uuid' }) });
type FoundContext = Context<Static<typeof params>, unknown, CaseHead>;

async function foundRow({ db, record, params: { foundId } }: FoundContext) {
  const row = (await findFound(db, record.caseId, foundId)) ?? notFound();
  const contract = (await contractsInUse(db)).map(latestOf).find(({ key }) => key === row.contract) ?? notFound();
  return { row, contract };
}

function formPage(
  { record, clock, csrf }: FoundContext,
  { row, contract }: { row: FoundRow; contract: Contract },
  typed: Typed = {},
  wrong?: { errors: Errors; status: number },
) {
  const title = row.state === 'open' ? 'Is this an outcome?' : 'This is decided already';
  return casePage({
    ...{ head: record, today: clock.today(), current: 'claims', title },
    ...(wrong === undefined ? {} : { status: wrong.status, error: true }),
    main: recordForm({
      ...{ title, action: `/cases/${record.caseId}/found/${row.id}`, csrf, questions: decisionQuestions, typed },
      ...{ errors: wrong?.errors, version: row.version, above: foundAboveHtml(contract, row), save: 'Save' },
      cancel: '/unclaimed',
    }),
  });
}

const show = route({
  method: 'GET',
  path: '/cases/:caseId/found/:foundId',
  can: 'claim.find',
  audit: { read: 'unclaimed outcome' },
  params,
  record: caseRecord,
  handle: async (context) => formPage(context, await foundRow(context)),
});

const save = route({
  method: 'POST',
  path: '/cases/:caseId/found/:foundId',
  can: 'claim.find',
  audit: { event: 'outcome.confirmed' },
  params,
  record: caseRecord,
  async handle(context) {
    const { db, actor, record, body, clock } = context;
    const found = await foundRow(context);
    const read = readForm(decisionQuestions, body);
    if (!read.ok) return formPage(context, found, body, { errors: read.errors, status: 422 });
    const decision = decisionFrom(read.values);
    if ('problem' in decision) return formPage(context, found, body, { errors: decision.problem, status: 422 });
    const { caseId, personId, programmeId } = record;
    const given = { version: versionOf(body), decision, today: clock.today().toString() };
    const done = await decide(db, actor, { caseId, personId, programmeId }, found.row, given);
    if (done === 'stale') {
      const errors = { answer: 'Nothing was saved: this changed meanwhile. Look at it again' };
      return formPage(context, await foundRow(context), body, { errors, status: 409 });
    }
    return decision.answer === 'confirmed'
      ? redirect(`/cases/${caseId}/claims`, 'It is noted as an outcome. Put on record what is missing, then claim it')
      : redirect(`/unclaimed?contract=${encodeURIComponent(found.row.contract)}`, 'It is put aside');
  },
});

/** The finder of unclaimed outcomes. */
export const finderRoutes: readonly Route[] = [list, show, save];
