import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { type Actor, systemActor } from '../access/rules/policy.ts';
import * as instruments from '../assessment/actions/instruments.ts';
import { type Database, openDatabase, transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { problemLine } from '../kit/problems.ts';
import {
  applyVersionsInForce,
  areasOf,
  type Loaded,
  listProgrammes,
  loadProgrammeFiles,
  programmeByKey,
  programmeOn,
  programmeRecord,
  providersOf,
  versionsOf,
} from './actions.ts';
import type { GivenFile } from './rules/files.ts';
import type { ProgrammeDocument } from './rules.ts';

const root = new URL('../../programmes/', import.meta.url);
const bytes = (path: string) => new Uint8Array(readFileSync(new URL(path, root)));
const instrumentFile: GivenFile = {
  name: 'working-well-assessment.json',
  data: bytes('instruments/working-well-assessment.json'),
};
/** The instruments that the pilot offers beside its assessment. */
const beside: GivenFile[] = ['progress-measure', 'distance-a-d', 'ons4'].map((key) => ({
  name: `${key}.json`,
  data: bytes(`instruments/${key}.json`),
}));
const today = '2016-03-31';

let fresh: FreshDatabase;
let db: Database;
before(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
});
after(async () => {
  await db.end();
  await fresh.drop();
});

/** A programme of the test's own: the pilot under another name and with its assessment alone, so that tests do not meet. */
function document(name: string, edit: (document: ProgrammeDocument) => unknown = () => undefined): GivenFile {
  const copy: ProgrammeDocument = JSON.parse(new TextDecoder().decode(bytes('working-well-pilot/programme.json')));
  Object.assign(copy, { key: name, name, instruments: copy.instruments.slice(0, 1) });
  edit(copy);
  return { name: 'programme.json', data: new TextEncoder().encode(JSON.stringify(copy)) };
}
const load = (files: GivenFile[], actor: Actor = systemActor) =>
  loadProgrammeFiles(db, actor, files, instruments, today);
async function counts(): Promise<Record<string, number>> {
  const { rows } = await db.query(
    `select (select count(*) from programme) as programmes, (select count(*) from programme_version) as versions,
       (select count(*) from area) as areas, (select count(*) from instrument_version) as instruments,
       (select count(*) from event) as events`,
  );
  return rows[0];
}
function idOf(result: Loaded): string {
  assert.ok(result.outcome !== 'refused', JSON.stringify(result));
  return result.programmeId;
}
async function refused(files: GivenFile[]): Promise<string[]> {
  const standing = await counts();
  const result = await load(files);
  assert.equal(result.outcome, 'refused');
  assert.deepEqual(await counts(), standing, 'a refusal writes nothing and has no event');
  return result.outcome === 'refused' ? result.problems.map(problemLine) : [];
}

test('both programmes that ship are loaded with their areas and providers, and events tell it', async () => {
  const pilot = await load([
    { name: 'p', data: bytes('working-well-pilot/programme.json') },
    instrumentFile,
    ...beside,
  ]);
  assert.equal(pilot.outcome, 'loaded');
  const expansion = await load([{ name: 'e', data: bytes('working-well-expansion/programme.json') }]);
  const programmeId = idOf(pilot);
  const areas = await areasOf(db, { programmeId });
  assert.equal(areas.length, 10);
  assert.deepEqual(
    areas.slice(0, 3).map((area) => [area.key, area.name, area.provider, Number(area.share_contracted)]),
    [
      ['bolton', 'Bolton', 'Ingeus', 10],
      ['bury', 'Bury', 'Ingeus', 4],
      ['manchester', 'Manchester', 'Big Life', 24],
    ],
  );
  assert.deepEqual(
    (await providersOf(db, { programmeId: idOf(expansion) })).map((provider) => provider.name),
    ['Ingeus', 'Manchester Growth Company'],
  );
  const { rows } = await db.query('select kind, programme_id, actor_id, happened_on from event order by kind, id');
  assert.deepEqual(
    rows.map((row) => row.kind),
    [...Array(4).fill('instrument.loaded'), 'programme.loaded', 'programme.loaded'],
  );
  assert.equal(rows[4].happened_on, today);
});

test('the same content again changes nothing, in whatever order it is written', async () => {
  const first = await load([document('again'), instrumentFile]);
  assert.equal(first.outcome, 'loaded');
  const standing = await counts();
  const shuffled = document('again');
  const value = JSON.parse(new TextDecoder().decode(shuffled.data));
  const turned = Object.fromEntries(Object.entries(value).reverse());
  const again = await load([
    { name: 'x', data: new TextEncoder().encode(JSON.stringify(turned, null, 4)) },
    instrumentFile,
  ]);
  assert.equal(again.outcome, 'unchanged');
  assert.deepEqual(await counts(), standing);
});

test('other content is a new version; going back to the first is a third', async () => {
  const versionOf = (result: Loaded) => (result.outcome === 'refused' ? null : [result.outcome, result.version]);
  assert.deepEqual(versionOf(await load([document('versions'), instrumentFile])), ['loaded', 1]);
  assert.deepEqual(versionOf(await load([document('versions', (d) => Object.assign(d.caseload, { to: 60 }))])), [
    'loaded',
    2,
  ]);
  assert.deepEqual(versionOf(await load([document('versions')])), ['loaded', 3]);
  assert.deepEqual(versionOf(await load([document('versions')])), ['unchanged', 3]);
  const programme = await programmeByKey(db, 'versions');
  assert.ok(programme);
  assert.deepEqual(
    (await versionsOf(db, programme.id)).map((one) => one.version),
    [1, 2, 3],
  );
});

test('each day has the version that is in force on it', async () => {
  await load([document('days'), instrumentFile]);
  const id = idOf(await load([document('days', (d) => Object.assign(d, { validFrom: '2015-06-01' }))]));
  await load([document('days', (d) => Object.assign(d, { validFrom: '2017-01-01', summary: 'Later' }))]);
  const on = async (day: string) => (await programmeOn(db, id, day))?.version;
  assert.deepEqual(
    [await on('2013-01-01'), await on('2015-05-31'), await on('2015-06-01'), await on('2017-01-01')],
    [1, 1, 2, 3],
  );
  const listed = (await listProgrammes(db, { day: today, ids: null })).find((one) => one.key === 'days');
  assert.deepEqual([listed?.version, listed?.versions], [2, 3]);
  assert.equal((await listProgrammes(db, { day: today, ids: [] })).length, 0);
});

test('a version from a later day adds its areas at once and changes the others on that day', async () => {
  const later = (d: ProgrammeDocument) => {
    Object.assign(d, { validFrom: '2016-04-01' });
    Object.assign(d.areas[0] ?? {}, { provider: 'Big Life' });
    d.areas.push({ name: 'Leeds', provider: 'Ingeus', position: 11, jobStartShareContracted: null });
  };
  await load([document('moves'), instrumentFile]);
  const programmeId = idOf(await load([document('moves', later)]));
  const providers = async () => {
    const areas = await areasOf(db, { programmeId });
    return [areas.length, areas[0]?.provider];
  };
  assert.deepEqual(await providers(), [11, 'Ingeus']);
  await applyVersionsInForce(db, '2016-03-31');
  assert.deepEqual(await providers(), [11, 'Ingeus']);
  await applyVersionsInForce(db, '2016-04-01');
  assert.deepEqual(await providers(), [11, 'Big Life']);
});

test('two who load at once get two versions', async () => {
  await load([document('race'), instrumentFile]);
  const outcomes = await Promise.all(
    [61, 62, 63, 64].map((to) => load([document('race', (d) => Object.assign(d.caseload, { to }))])),
  );
  assert.deepEqual(outcomes.map((one) => (one.outcome === 'loaded' ? one.version : 0)).sort(), [2, 3, 4, 5]);
});

test('refusals name file and place, and write nothing', async () => {
  assert.deepEqual(
    await refused([document('bad', (d) => Object.assign(d.sustainedWork, { weeks: 'fifty' })), instrumentFile]),
    ['programme.json: sustainedWork.weeks: must be a whole number of 1 or more; got "fifty"'],
  );
  assert.deepEqual(await refused([document('bad', (d) => Object.assign(d.instruments[0] ?? {}, { version: 7 }))]), [
    'instruments[0]: version 7 of working-well-assessment is not loaded; load its document together with this one',
  ]);
  assert.deepEqual(await refused([instrumentFile]), ['There is no programme document among the files']);
  assert.deepEqual(await refused([document('a'), document('b')]), [
    'programme.json: is a second programme document beside programme.json; load one at a time',
  ]);
  const text = (name: string, data: string) => ({ name, data: new TextEncoder().encode(data) });
  assert.deepEqual(await refused([text('broken.json', '{\n  "key": "x",\n  oops\n}')]), [
    'broken.json: is not JSON: it breaks off at line 3, column 3',
  ]);
  assert.deepEqual(await refused([text('empty.json', '')]), [
    'empty.json: is not JSON: it breaks off at line 1, column 1',
  ]);
  assert.deepEqual(await refused([{ name: 'latin.json', data: new Uint8Array([0x22, 0xe9, 0x22]) }]), [
    'latin.json: is not text in UTF-8; save it as UTF-8 and load it again',
  ]);
});

test('a loaded instrument never changes: other content under its version refuses the whole load', async () => {
  await load([document('kept'), instrumentFile]);
  const value = JSON.parse(new TextDecoder().decode(instrumentFile.data));
  const changed = { name: 'i.json', data: new TextEncoder().encode(JSON.stringify({ ...value, title: 'Other' })) };
  const found = await refused([document('kept', (d) => Object.assign(d.caseload, { to: 70 })), changed]);
  assert.match(found[0] ?? '', /^i\.json: version: this version is loaded with other content/);
  await transaction(db, async (tx) => {
    await assert.rejects(instruments.load(tx, systemActor, { key: 'x' }, today), /NEWEL_INSTRUMENT/);
  });
});

test('who loaded it is kept, and the record of a path is found by its key', async () => {
  const userId = newId();
  const id = idOf(await load([document('signed'), instrumentFile], { userId, name: 'Ada', memberships: [] }));
  assert.equal((await versionsOf(db, id))[0]?.loadedBy, userId);
  assert.deepEqual(await programmeRecord.load(db, 'signed'), { programmeId: id, key: 'signed', name: 'signed' });
  assert.equal(await programmeRecord.load(db, 'not-there'), null);
});

test('an instrument is found by name and by the id that assessments hold', async () => {
  await load([document('ids'), instrumentFile]);
  const found = await instruments.instrument(db, 'working-well-assessment', 1);
  assert.ok(found);
  assert.equal((await instruments.instrumentById(db, found.id))?.document.title, 'Working Well assessment');
  assert.equal(await instruments.instrument(db, 'working-well-assessment', 2), null);
  assert.equal(await instruments.instrumentById(db, newId()), null);
});
