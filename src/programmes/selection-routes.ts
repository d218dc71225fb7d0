import { Type } from 'typebox';
import { type Context, file, type Page, page, type Reply, type Route, route } from '../access/rules/route.ts';
import { CsvFileError, type CsvItem, csvText, readCsv } from '../kit/csv.ts';
import { type Errors, readForm, type Typed, typedFrom } from '../kit/form.ts';
import { programmeOn, programmeRecord } from './actions.ts';
import {
  mostLines,
  SELECTION_TITLE,
  type SelectionResult,
  selectionHtml,
  selectionQuestions,
} from './pages/selection.ts';
import { selectionColumns, selectionLine } from './rules/selection-list.ts';

const params = Type.Object({ key: Type.String({ maxLength: 80 }) });
type Asking = Context<{ key: string }, unknown, { programmeId: string; key: string; name: string }>;

function show(
  { record, csrf }: Asking,
  typed: Typed,
  more: { errors?: Errors; wrongFile?: string; result?: SelectionResult } = {},
): Page {
  const wrong = more.errors !== undefined || more.wrongFile !== undefined;
  return page({
    title: SELECTION_TITLE,
    back: { href: `/programmes/${encodeURIComponent(record.key)}`, text: record.name },
    wide: more.result !== undefined,
    ...(wrong ? { error: true, status: 422 } : {}),
    main: selectionHtml({ programme: record, csrf, typed, ...more }),
  });
}

/** Every record of a list, or what is wrong with the file. */
async function itemsOf(name: string, data: Uint8Array): Promise<CsvItem[] | { wrong: string }> {
  const items: CsvItem[] = [];
  try {
    for await (const batch of readCsv(
      (async function* () {
        yield data;
      })(),
      name,
      selectionColumns,
    )) {
      items.push(...batch);
      if (items.length > mostLines) return { wrong: `The list has more than ${mostLines} lines; check it in parts` };
    }
  } catch (error) {
    if (!(error instanceof CsvFileError)) throw error;
    return { wrong: error.message };
  }
  return items;
}

async function check(
  context: Asking & { uploads: readonly { field: string; name: string; data: Buffer }[] },
): Promise<Reply> {
  const { db, record, body, uploads } = context;
  const read = readForm(selectionQuestions, body);
  if (!read.ok) return show(context, body, { errors: read.errors });
  const list = uploads.find((upload) => upload.field === 'list' && upload.data.length > 0);
  if (list === undefined) return show(context, body, { wrongFile: 'Choose the list' });
  const items = await itemsOf(list.name, list.data);
  if ('wrong' in items) return show(context, body, { wrongFile: items.wrong });
  const on = String(read.values.on);
  const version = await programmeOn(db, record.programmeId, on);
  if (version === null) return show(context, body, { wrongFile: 'The programme has no document yet' });
  const lines = items.map((item) =>
    'problem' in item
      ? { line: item.line, reference: '', outcome: 'cannot be read' as const, cohort: null, why: item.problem.reason }
      : selectionLine(version.document, item, on),
  );
  if (body.as !== 'csv') return show(context, body, { result: { on, version: version.version, lines } });
  const rows = lines.map(({ reference, outcome, cohort, why }) => [
    reference,
    on,
    version.version,
    outcome,
    cohort,
    why,
  ]);
  const header = ['reference', 'selected_on', 'version', 'outcome', 'cohort', 'why'];
  return file({
    name: `${record.key}-selection-${on}.csv`,
    type: 'text/csv; charset=utf-8',
    body: csvText([header, ...rows]),
  });
}

/** A list of people against the rules of a day: who is eligible, in which cohort and why. Drawing lots is not done here. */
export const selectionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/programmes/:key/selection',
    can: 'programme.read',
    audit: 'nothing',
    params,
    record: programmeRecord,
    handle: async (context) => show(context, typedFrom(selectionQuestions, { on: context.clock.today().toString() })),
  }),
  // A post, so that nothing of a list is in an address; it changes nothing and keeps nothing.
  route({
    method: 'POST',
    path: '/programmes/:key/selection',
    can: 'programme.read',
    audit: 'nothing',
    params,
    record: programmeRecord,
    uploadLimit: 1024 * 1024,
    handle: check,
  }),
];
