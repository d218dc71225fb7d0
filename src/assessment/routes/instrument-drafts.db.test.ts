import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { transaction } from '../../kit/db.ts';
import { makeAssessment } from '../actions/assessments.ts';
import { instrument, load } from '../actions/instruments.ts';
import { shipped } from '../rules/shipped.fixture.ts';

const KEY = 'working-well-assessment';
const draft = `/instrument-drafts/${KEY}`;

let w: World;
let admin: Browser;
let other: Browser;
let worker: Browser;
let staffId: string;
before(async () => {
  w = await world();
  for (const key of [KEY, 'ons4'] as const)
    await transaction(w.db, (tx) => load(tx, systemActor, shipped(key), '2016-03-31'));
  admin = await w.signIn('administrator', { programmeId: null });
  other = await w.signIn('administrator', { programmeId: null });
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

const drafts = async () => (await w.db.query('select * from instrument_draft order by key')).rows;
const versions = async () =>
  (await w.db.query('select key, version, reason, loaded_by from instrument_version order by key, version')).rows;
const events = async () =>
  (
    await w.db.query(
      `select e.kind, p.payload from event e join event_payload p on p.event_id = e.id
       where e.kind like 'instrument.%' and p.payload ->> 'key' <> 'ons4' order by e.id`,
    )
  ).rows;
const versionIn = (body: string): string => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
/** Opens a form and sends it at the version that it shows, with what it holds unless something else is given. */
async function send(browser: Browser, form: string, fields: Record<string, string>, to = form) {
  const { status, body } = await browser.get(form);
  assert.equal(status, 200, form);
  return browser.post(to, { version: versionIn(body), ...fields });
}
const words = (body: string): string => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const draftNow = async (key = KEY) => (await drafts()).find((one) => one.key === key)?.document;

test('an instrument is written from nothing: sections, every kind of question, scoring, order; published it never changes', async () => {
  const begun = await admin.post('/new-instrument', { title: 'Sleep & rest', source: 'Written for a test' });
  assert.equal(begun.location, '/instrument-drafts/sleep-rest');
  const path = begun.location as string;
  assert.match(words((await admin.get(path)).body), /The instrument: has no section yet. Add one/);
  assert.equal((await send(admin, `${path}/new-section`, { title: 'Nights', sensitive: 'yes' })).status, 303);
  assert.equal((await send(admin, `${path}/new-section`, { title: 'Days', hint: 'Of last week' })).status, 303);
  assert.match(words((await admin.get(path)).body), /Nights : has no question yet/);

  assert.match((await admin.get(`${path}/new-question?section=nights`)).body, /type="radio" value="scale"/);
  const asked = { section: 'nights', label: 'Sleep', words: 'How well do you sleep?', why: 'Rest comes first' };
  const scale = { min: '0', max: '4', anchors: '4 = Well\n0 = Not at all', direction: 'higher is better' };
  const add = (kind: string, fields: Record<string, string>) =>
    send(admin, `${path}/new-question?kind=${kind}`, { ...asked, ...fields });
  assert.equal((await add('scale', scale)).status, 303);
  assert.equal(
    (await add('scale', { ...scale, label: 'Sleep', words: 'And yesterday?', severeFrom: '2' })).status,
    303,
  );
  const list = { choices: 'Rarely\noften = Often, ‘most’ nights', subTypes: 'Noise\nPain', note: 'yes' };
  assert.equal((await add('choice', { ...list, label: 'Waking', direction: 'lower is better' })).status, 303);
  for (const [kind, fields] of Object.entries({
    yes_no: {},
    many: { choices: 'Tea\nWalks' },
    number: { min: '0', max: '24', unit: 'hours' },
    text: { limit: '500' },
    date: {},
  }))
    assert.equal((await add(kind, { ...(fields as object), section: 'days', label: `By ${kind}` })).status, 303, kind);

  const document = await draftNow('sleep-rest');
  assert.deepEqual(document.sections[0], {
    key: 'nights',
    title: 'Nights',
    sensitive: true,
    questions: [
      {
        ...{ key: 'sleep', label: 'Sleep', words: 'How well do you sleep?', why: 'Rest comes first', kind: 'scale' },
        ...{ min: 0, max: 4, direction: 'higher is better' },
        anchors: [
          { value: 0, label: 'Not at all' },
          { value: 4, label: 'Well' },
        ],
      },
      {
        ...{ key: 'sleep_2', label: 'Sleep', words: 'And yesterday?', why: 'Rest comes first', kind: 'scale' },
        ...{ min: 0, max: 4, direction: 'higher is better', severeFrom: 2 },
        anchors: [
          { value: 0, label: 'Not at all' },
          { value: 4, label: 'Well' },
        ],
      },
      {
        ...{ key: 'waking', label: 'Waking', words: 'How well do you sleep?', why: 'Rest comes first', kind: 'choice' },
        choices: [
          { code: 'rarely', label: 'Rarely' },
          { code: 'often', label: 'Often, ‘most’ nights' },
        ],
        direction: 'lower is better',
        subTypes: [
          { code: 'noise', label: 'Noise' },
          { code: 'pain', label: 'Pain' },
        ],
        note: true,
      },
    ],
  });
  assert.deepEqual(
    document.sections[1].questions.map(({ key, kind, limit, unit }: Record<string, unknown>) => [
      key,
      kind,
      limit,
      unit,
    ]),
    [
      ['by_yes_no', 'yes_no', undefined, undefined],
      ['by_many', 'many', undefined, undefined],
      ['by_number', 'number', undefined, 'hours'],
      ['by_text', 'text', 500, undefined],
      ['by_date', 'date', undefined, undefined],
    ],
  );

  const move = (what: string) => send(admin, path, { do: what }, `${path}/move`);
  assert.equal((await move('up.question.waking')).location, `${path}#question-waking`);
  await move('up.question.sleep');
  await move('down.section.nights');
  const after = await draftNow('sleep-rest');
  assert.deepEqual(
    after.sections.map(({ key }: { key: string }) => key),
    ['days', 'nights'],
  );
  assert.deepEqual(
    after.sections[1].questions.map(({ key }: { key: string }) => key),
    ['sleep', 'waking', 'sleep_2'],
  );
  const rule = { rule: 'mean of answered', title: 'Rest', words: 'The mean of both', atLeast: '2', questions: 'sleep' };
  assert.match((await send(admin, `${path}/new-scoring`, rule)).body, /must be 1 or fewer/);
  assert.equal((await send(admin, `${path}/new-scoring`, { ...rule, atLeast: '1' })).status, 303);
  assert.match((await admin.get(`${path}/scoring/0`)).body, /value="sleep" checked/);
  const preview = (await admin.get(`${path}/preview`)).body;
  for (const shown of [/How well do you sleep\?/, /Why we ask: Rest comes first/, /Often, ‘most’ nights/, /hours/])
    assert.match(preview, shown);

  const reason = { reason: 'People asked for it' };
  assert.match((await send(admin, `${path}/publish`, { reason: ' ' })).body, /Enter why this version is made/);
  const published = await send(admin, `${path}/publish`, reason);
  assert.equal(published.location, '/instruments/sleep-rest/1');
  assert.deepEqual((await versions()).at(1), {
    key: 'sleep-rest',
    version: 1,
    reason: 'People asked for it',
    loaded_by: admin.userId,
  });
  assert.deepEqual(await drafts(), []);
  assert.deepEqual(
    (await events()).slice(-1).map(({ kind, payload }) => [kind, payload.version, payload.reason]),
    [['instrument.loaded', 1, 'People asked for it']],
  );
  const shown = words((await worker.get('/instruments/sleep-rest/1')).body);
  assert.match(shown, /Why this version People asked for it \(administrator/);
  assert.doesNotMatch(shown, /Write the next version/);
});

test('a changed question leaves old answers readable in the old words, compared as reworded, and reported', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  const of = { caseId, personId, programmeId: w.programmeId };
  const made = async (version: number, stage: string, assessedOn: string, rating: number) => {
    const loaded = await instrument(w.db, KEY, version);
    assert.ok(loaded);
    const answers = { issue_debt_finances: { state: 'answered', value: rating } } as const;
    const given = { instrumentVersionId: loaded.id, instrument: loaded.document, stage, stageWords: stage };
    return transaction(w.db, (tx) => makeAssessment(tx, systemActor, of, { ...given, assessedOn, answers }));
  };
  const old = await made(1, 'initial', '2015-03-09', 5);
  const reported = async () =>
    (
      await w.db.query(
        `select stage, assessed_on, answers from report_assessment where case_id = $1 and assessed_on < '2016-01-01'`,
        [caseId],
      )
    ).rows;
  const [before, page] = [await reported(), (await worker.get(`/cases/${caseId}/assessments/${old}`)).body];
  const oldWords = 'How far do debt or money worries stand between you and work?';
  assert.match(page, new RegExp(oldWords.replace('?', '\\?')));

  assert.equal((await admin.post(`/instruments/${KEY}/1/edit`, {})).location, draft);
  assert.match(words((await admin.get(draft)).body), /is the same as version 1/);
  assert.match((await admin.post(`/instruments/${KEY}/1/edit`, {})).location ?? '', /instrument-drafts/);
  const debt = shipped(KEY)
    .sections.flatMap(({ questions, key }) => questions.map((one) => ({ ...one, section: key })))
    .find(({ key }) => key === 'issue_debt_finances');
  assert.ok(debt?.kind === 'scale');
  const fields = {
    section: debt.section,
    label: debt.label,
    words: 'Is money in the way of work?',
    min: String(debt.min),
    max: String(debt.max),
    anchors: debt.anchors.map(({ value, label }) => `${value} = ${label}`).join('\n'),
    direction: debt.direction,
    severeFrom: String(debt.severeFrom),
  };
  assert.equal((await send(admin, `${draft}/question/issue_debt_finances`, fields)).status, 303);
  assert.match(
    words((await admin.get(draft)).body),
    /What differs from version 1 .*Debt\/finances Words How far do debt or money worries.* Is money in the way of work\?/,
  );
  assert.equal((await send(admin, `${draft}/publish`, { reason: 'Plainer words' })).location, `/instruments/${KEY}/2`);

  const now = await made(2, 'reassessment', '2016-03-09', 3);
  const shownOld = (await worker.get(`/cases/${caseId}/assessments/${old}`)).body;
  assert.ok(shownOld.includes(oldWords) && !shownOld.includes('Is money in the way of work?'));
  assert.match(shownOld, /version 1\.</);
  const shownNow = (await worker.get(`/cases/${caseId}/assessments/${now}`)).body;
  assert.ok(shownNow.includes('Is money in the way of work?') && !shownNow.includes(oldWords));
  const compared = words((await worker.get(`/cases/${caseId}/assessments/${now}/compare`)).body);
  assert.match(compared, /Debt\/finances 5 of 6.* 3 of 6.* Lighter.*Asked in other words than before/);
  assert.deepEqual(await reported(), before);
  const { rows } = await w.db.query(
    `select stage, answers ->> 'issue_debt_finances' as debt from report_assessment where case_id = $1 order by assessed_on`,
    [caseId],
  );
  assert.deepEqual(rows, [
    { stage: 'initial', debt: '5' },
    { stage: 'reassessment', debt: '3' },
  ]);
});

test('two people at one question: both texts are shown, neither is lost; moving and taking out wait for a second look', async () => {
  await admin.post('/instruments/ons4/1/edit', {});
  const path = '/instrument-drafts/ons4';
  const form = `${path}/question/wellbeing_happiness?kind=scale`;
  const version = versionIn((await admin.get(form)).body);
  const fields = {
    version,
    section: 'wellbeing',
    label: 'Happiness',
    words: 'Mine',
    min: '0',
    max: '10',
    anchors: '0 = Not at all',
    direction: 'higher is better',
  };
  assert.equal((await other.post(form, { ...fields, words: 'Theirs' })).status, 303);
  const stale = await admin.post(form, fields);
  assert.equal(stale.status, 409);
  assert.match(words(stale.body), /The words that are asked Theirs Mine/);
  assert.match(stale.body, />Mine<\/textarea>/);
  const held = async () =>
    (await draftNow('ons4')).sections[0].questions.find(({ key }: { key: string }) => key === 'wellbeing_happiness')
      .words;
  assert.equal(await held(), 'Theirs');
  for (const [to, more] of [
    ['move', { do: 'up.question.wellbeing_happiness' }],
    ['remove/question/wellbeing_happiness', {}],
    ['discard', {}],
  ] as const)
    assert.equal((await admin.post(`${path}/${to}`, { version, ...more })).location, path, to);
  assert.equal((await admin.post(`${path}/publish`, { version, reason: 'Mine' })).status, 409);
  assert.equal((await draftNow('ons4')).sections[0].questions.length, 4);
  assert.equal((await admin.post(form, { ...fields, version: versionIn(stale.body) })).status, 303);
  assert.equal(await held(), 'Mine');

  // Taken out by one while the other writes: saving puts it back under its key, and the page says that it was not there.
  const late = versionIn((await admin.get(form)).body);
  assert.equal((await send(other, `${path}/remove/question/wellbeing_happiness`, {})).location, path);
  const gone = await admin.post(form, { ...fields, version: late, words: 'Kept' });
  assert.equal(gone.status, 409);
  assert.equal((await admin.post(form, { ...fields, version: versionIn(gone.body), words: 'Kept' })).status, 303);
  assert.equal(await held(), 'Kept');

  assert.equal((await send(admin, `${path}/discard`, {})).location, '/instruments');
  const [dropped] = (
    await w.db.query(
      `select p.payload from event e join event_payload p on p.event_id = e.id where e.kind = 'instrument.draft_dropped'`,
    )
  ).rows;
  assert.equal(dropped.payload.document.sections[0].questions[3].words, 'Kept');
  assert.equal((await admin.get(path)).status, 404);
});

test('refused, with what was typed, and nothing is written', async () => {
  await admin.post('/instruments/ons4/1/edit', {});
  const path = '/instrument-drafts/ons4';
  const [before, loaded, told] = [await drafts(), await versions(), await events()];
  const scale = {
    section: 'wellbeing',
    label: 'Rest',
    words: 'How rested are you?',
    min: '0',
    max: '6',
    anchors: '0 = Not',
    direction: 'higher is better',
  };
  for (const [form, fields, message] of [
    ['new-section', { title: '' }, /Enter a title/],
    ['new-section', { title: 'x'.repeat(201) }, /use 200 characters or fewer/],
    ['about', { title: 'T', source: 'x'.repeat(4001), answeredBy: 'person' }, /use 4,000 characters or fewer/],
    ['new-question?kind=scale', { ...scale, words: '' }, /Enter the words that are asked/],
    ['new-question?kind=scale', { ...scale, words: 'x'.repeat(2001) }, /use 2,000 characters or fewer/],
    ['new-question?kind=scale', { ...scale, section: 'nothing' }, /choose one of the answers/],
    ['new-question?kind=scale', { ...scale, max: '11' }, /must give 11 steps or fewer/],
    ['new-question?kind=scale', { ...scale, min: '6' }, /must be more than min/],
    ['new-question?kind=scale', { ...scale, anchors: 'Not at all' }, /line 1 must be a number, = and words/],
    ['new-question?kind=scale', { ...scale, anchors: '1 = a\n1 = b' }, /1 stands there twice/],
    ['new-question?kind=scale', { ...scale, anchors: '7 = a' }, /must be from 0 to 6; got 7/],
    ['new-question?kind=scale', { ...scale, severeFrom: '9' }, /must be from 0 to 6; got 9/],
    ['new-question?kind=choice', { ...scale, choices: 'A\na' }, /‘a’ stands there twice/],
    ['new-question?kind=choice', { ...scale, choices: 'a = A\na = B' }, /‘a =’ stands there twice/],
    [
      'new-question?kind=many',
      { ...scale, choices: Array.from({ length: 61 }, (_, n) => n).join('\n') },
      /60 lines or/,
    ],
    ['new-question?kind=many', { ...scale, choices: 'x'.repeat(201) }, /use 200 characters or fewer in line 1/],
    ['new-question?kind=text', { ...scale, limit: '10001' }, /enter a number from 1 to 10,000/],
    [
      'new-scoring',
      { rule: 'count of severe', title: 'T', words: 'W', questions: 'wellbeing_anxiety' },
      /does not say/,
    ],
    ['publish', { reason: 'Because' }, /is the same as version 1/],
    ['publish', { reason: 'x'.repeat(1001) }, /use 1,000 characters or fewer/],
  ] as const) {
    const reply = await send(admin, `${path}/${form}`, fields);
    assert.equal(reply.status, 422, `${form} ${JSON.stringify(fields).slice(0, 60)}`);
    assert.match(reply.body, message);
    assert.match(reply.body, /There is a problem|Before it can be published/);
  }
  for (const address of [
    'question/nothing',
    'section/nothing',
    'scoring/9',
    'remove/question/nothing',
    'remove/scoring/9',
  ])
    assert.equal((await admin.get(`${path}/${address}`)).status, 404, address);
  assert.equal((await admin.get(`${path}/new-question?kind=riddle`)).status, 400);
  assert.equal((await admin.post('/instruments/ons4/7/edit', {})).status, 404);
  assert.equal((await admin.post('/new-instrument', { title: 'Without a source' })).status, 422);
  for (const [to, fields] of [
    [`${path}/about`, { version: '1', title: 'Theirs', source: 'S', answeredBy: 'person' }],
    [`${path}/publish`, { version: '1', reason: 'Why not' }],
    [`${path}/discard`, { version: '1' }],
    ['/new-instrument', { title: 'Mine', source: 'S' }],
    ['/instruments/ons4/1/edit', {}],
  ] as const)
    assert.equal((await worker.post(to, fields)).status, 404, to);
  assert.deepEqual([await drafts(), await versions(), await events()], [before, loaded, told]);
});
