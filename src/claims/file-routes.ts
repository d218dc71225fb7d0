/** The commissioner's files: taking one in, its three piles, applying what matches. */
import { type Static, Type } from 'typebox';
import { type Context, page, type RecordLoader, type Route, redirect, route } from '../access/rules/route.ts';
import { typedText } from '../kit/form.ts';
import { isUuid } from '../kit/uuid.ts';
import {
  applyFile,
  type ClaimFileRow,
  filesOf,
  findFile,
  pilesOf,
  rowsOf,
  takeFile,
} from './actions/commissioner-files.ts';
import { contractsByKey } from './actions/life.ts';
import { atOf } from './live-routes.ts';
import { claimsNav } from './pages/claims-nav.ts';
import { fileHtml, filesHtml } from './pages/files.ts';
import { type Pile, piles } from './rules/commissioner-file.ts';
import { contractAsked } from './waiting-routes.ts';

const perPage = 100;
const query = Type.Object({ contract: Type.Optional(Type.String({ maxLength: 60 })) });
const fileParams = Type.Object({ claimFileId: Type.String({ format: 'uuid' }) });

/** A file by its id, for whoever settles claims in its programme. */
const fileRecord: RecordLoader<{ file: ClaimFileRow }> = {
  param: 'claimFileId',
  async load(sql, id) {
    const [file] = isUuid(id) ? await findFile(sql, { id }) : [];
    return file === undefined ? null : { programmeId: file.programme_id, file };
  },
};

async function filesPage(context: Context<unknown, Static<typeof query>, unknown>, problem: string | null = null) {
  const { db, actor, csrf } = context;
  const { contracts, contract, programmeId } = await contractAsked(context, 'claim.settle', context.query.contract);
  const files = await filesOf(db, { contract: contract.key, programmeId, limit: 50 });
  return page({
    title: 'Commissioner’s files',
    ...(problem === null ? {} : { status: 422, error: true }),
    main: filesHtml({ nav: claimsNav(actor, '/claims/files'), contracts, contract, files, problem, csrf }),
  });
}

/** Routes of the commissioner's files. */
export const fileRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/claims/files',
    can: 'claim.settle',
    audit: 'nothing',
    query,
    handle: (context) => filesPage(context),
  }),
  route({
    method: 'POST',
    path: '/claims/files',
    can: 'claim.settle',
    audit: { event: 'claim file.taken' },
    uploadLimit: 4_000_000,
    async handle(context) {
      const { db, actor, body, uploads } = context;
      const key = typedText(body, 'contract');
      const again = (problem: string) => filesPage({ ...context, query: { contract: key } }, problem);
      const upload = uploads.find(({ field, data }) => field === 'file' && data.length > 0);
      if (upload === undefined) return again('Choose the commissioner’s file');
      const { contract, programmeId } = await contractAsked(context, 'claim.settle', key);
      const name = upload.name.replace(/^.*[\\/]/, '').slice(0, 100) || 'file.csv';
      const taken = await takeFile(db, actor, { name, data: upload.data, contract, programmeId }, atOf(context));
      if (taken.outcome === 'refused') return again(taken.problem);
      return redirect(
        `/claims/files/${taken.id}`,
        taken.outcome === 'known'
          ? 'This file came before: here it is'
          : 'The file was compared. Nothing is changed yet',
      );
    },
  }),
  route({
    method: 'GET',
    path: '/claims/files/:claimFileId',
    can: 'claim.settle',
    audit: { read: 'commissioner’s file' },
    params: fileParams,
    query: Type.Object({
      pile: Type.Optional(Type.Enum(Object.keys(piles) as Pile[])),
      after: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    }),
    record: fileRecord,
    async handle({ db, actor, record: { file }, query: given, csrf }) {
      const { pile = 'matched', after = 0 } = given;
      const rows = await rowsOf(db, { fileId: file.id, piles: [pile], after, limit: perPage + 1 });
      const shown = rows.slice(0, perPage);
      const contract = (await contractsByKey(db)).get(file.contract);
      return page({
        title: 'Commissioner’s file',
        wide: true,
        main: fileHtml({
          ...{
            nav: claimsNav(actor, '/claims/files'),
            file,
            contractName: contract?.name ?? file.contract,
            pile,
            csrf,
          },
          ...{ sums: await pilesOf(db, { fileId: file.id }), rows: shown },
          next: rows.length > perPage ? `/claims/files/${file.id}?pile=${pile}&after=${shown.at(-1)?.line ?? 0}` : null,
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/claims/files/:claimFileId/apply',
    can: 'claim.settle',
    audit: { event: 'claim file.applied' },
    params: fileParams,
    record: fileRecord,
    async handle(context) {
      const { db, actor, record } = context;
      const { moved, stood, left } = await applyFile(db, actor, record.file.id, atOf(context));
      return redirect(
        `/claims/files/${record.file.id}`,
        `Applied: ${moved} moved, ${stood} stood so already, ${left} left as they were`,
      );
    },
  }),
];
