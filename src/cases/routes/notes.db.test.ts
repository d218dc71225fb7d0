import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

const note = (body: string, id: string) => ({
  note: id,
  body,
  'written_on-day': '1',
  'written_on-month': '3',
  'written_on-year': '2016',
});

/** The id that the form of a page gives its note. */
async function formOf(browser: Browser, caseId: string): Promise<string> {
  const { body } = await browser.get(`/cases/${caseId}`);
  return /name="note" value="([0-9a-f-]{36})"/.exec(body)?.[1] ?? assert.fail('the form has no id');
}

/** The texts of a case's notes, and how many events say that one was added. */
async function written(caseId: string): Promise<[string[], number]> {
  const { rows } = await w.db.query('select body from note where case_id = $1 order by body', [caseId]);
  const { rows: events } = await w.db.query(
    "select count(*)::int as n from event where case_id = $1 and kind = 'note.added'",
    [caseId],
  );
  return [rows.map(({ body }) => body), events[0].n];
}

test('a form that is posted twice, or twice at once, makes one note', async () => {
  const { caseId } = await w.addCase();
  const path = `/cases/${caseId}/notes`;
  const id = await formOf(office, caseId);
  assert.notEqual(await formOf(office, caseId), id);
  const first = await office.post(path, note('We met', id));
  const second = await office.post(path, note('We met', id));
  assert.deepEqual([second.status, second.location], [first.status, first.location]);
  assert.deepEqual(await written(caseId), [['We met'], 1]);
  const other = await formOf(office, caseId);
  const replies = await Promise.all([1, 2, 3].map(() => office.post(path, note('And again', other))));
  assert.deepEqual(
    replies.map(({ status }) => status),
    [303, 303, 303],
  );
  assert.deepEqual(await written(caseId), [['And again', 'We met'], 2]);
});

test('what is typed into an old form is a new note; an id that is none, or is another note’s, loses nothing', async () => {
  const { caseId } = await w.addCase();
  const path = `/cases/${caseId}/notes`;
  const id = await formOf(office, caseId);
  await office.post(path, note('We met', id));
  // A browser that goes back shows the old form, with its old id.
  assert.equal((await office.post(path, note('He rang', id))).status, 303);
  const elsewhere = await w.addCase();
  assert.equal((await office.post(`/cases/${elsewhere.caseId}/notes`, note('We met', id))).status, 303);
  const colleague = await w.signIn('programme_office');
  assert.equal((await colleague.post(path, note('We met', id))).status, 303);
  assert.equal((await office.post(path, note('No id', 'x'))).status, 303);
  assert.deepEqual(await written(caseId), [['He rang', 'No id', 'We met', 'We met'], 4]);
  assert.deepEqual(await written(elsewhere.caseId), [['We met'], 1]);
});

test('a note that is refused keeps the id of its form', async () => {
  const { caseId } = await w.addCase();
  const id = await formOf(office, caseId);
  const refused = await office.post(`/cases/${caseId}/notes`, note('', id));
  assert.equal(refused.status, 422);
  assert.match(refused.body, new RegExp(`name="note" value="${id}"`));
  assert.deepEqual(await written(caseId), [[], 0]);
});
