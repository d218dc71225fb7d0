/** Looking at instruments: they hold nothing about anybody. */
import { Type } from 'typebox';
import { userNames } from '../../access/actions.ts';
import { canSomewhere, programmesOf } from '../../access/rules/policy.ts';
import { notFound, page, type Route, route } from '../../access/rules/route.ts';
import { dayOf } from '../../kit/clock.ts';
import { html, noHtml } from '../../kit/html.ts';
import { button } from '../../kit/ui/index.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { instrumentDrafts } from '../actions/instrument-drafts.ts';
import { instrument, listed } from '../actions/instruments.ts';
import { agreementOf } from '../actions/second.ts';
import { agreementHtml } from '../pages/agreement.ts';
import { type InstrumentLine, instrumentHtml, instrumentPath, instrumentsHtml } from '../pages/instruments.ts';
import { documentChanges } from '../rules/versions.ts';

/** A version of an instrument in a path. */
export const instrumentParams = Type.Object({
  instrumentKey: Type.String({ maxLength: 80 }),
  instrumentVersion: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
});

const list = route({
  method: 'GET',
  path: '/instruments',
  can: 'programme.read',
  audit: 'nothing',
  async handle({ db, actor, timeZone }) {
    const lines = new Map<string, InstrumentLine>();
    for (const { key, version, title, loaded_at } of await listed(db)) {
      const line = lines.get(key) ?? { key, title, versions: [] };
      line.versions.push({ version, loadedOn: dayOf(loaded_at, timeZone) });
      lines.set(key, line);
    }
    const drafts = canSomewhere(actor, 'programme.load')
      ? (await instrumentDrafts(db)).map(({ key, title, updated_at }) => ({
          key,
          title,
          changedOn: dayOf(updated_at, timeZone),
        }))
      : null;
    return page({
      title: 'Instruments',
      back: { href: '/programmes', text: 'Programmes' },
      main: instrumentsHtml([...lines.values()], drafts),
    });
  },
});

const show = route({
  method: 'GET',
  path: '/instruments/:instrumentKey/:instrumentVersion',
  can: 'programme.read',
  audit: 'nothing',
  params: instrumentParams,
  async handle({ db, actor, csrf, timeZone, params: { instrumentKey, instrumentVersion } }) {
    const found = (await instrument(db, instrumentKey, instrumentVersion)) ?? notFound();
    const before = await instrument(db, instrumentKey, instrumentVersion - 1);
    const { document, reason, by, loadedAt } = found;
    const name = reason === null ? undefined : (await userNames(db, [by])).get(by ?? '');
    return page({
      title: `${document.title}, version ${document.version}`,
      back: { href: '/instruments', text: 'Instruments' },
      main: instrumentHtml({
        document,
        changes: before && documentChanges(before.document, document),
        published:
          reason === null
            ? null
            : { reason, on: dayOf(loadedAt, timeZone), by: name ?? 'somebody who is no longer here' },
        agreement: document.secondRater === true && canSomewhere(actor, 'report.read'),
        edit: canSomewhere(actor, 'programme.load')
          ? html`<form method="post" action="${instrumentPath(instrumentKey, instrumentVersion)}/edit" novalidate>${csrf}${button({ text: 'Write the next version from this', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`
          : noHtml,
      }),
    });
  },
});

const agreement = route({
  method: 'GET',
  path: '/instruments/:instrumentKey/:instrumentVersion/agreement',
  can: 'report.read',
  audit: 'nothing',
  params: instrumentParams,
  async handle({ db, actor, clock, params: { instrumentKey, instrumentVersion } }) {
    const { id, document } = (await instrument(db, instrumentKey, instrumentVersion)) ?? notFound();
    const ids = programmesOf(actor, 'report.read');
    const found = await agreementOf(db, id, ids);
    const programmes = await listProgrammes(db, { day: clock.today().toString(), ids });
    return page({
      title: 'Agreement of two workers',
      back: {
        href: instrumentPath(instrumentKey, instrumentVersion),
        text: `${document.title}, version ${document.version}`,
      },
      main: agreementHtml(
        document,
        programmes.flatMap(({ id: programmeId, name }) => {
          const of = found.filter((one) => one.programmeId === programmeId);
          return of.length === 0 ? [] : [{ name, of: new Map(of.map((one) => [one.key, one])) }];
        }),
      ),
    });
  },
});

export const routes: readonly Route[] = [list, show, agreement];
