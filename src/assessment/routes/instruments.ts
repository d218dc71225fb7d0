/** Looking at instruments: they hold nothing about anybody. */
import { Type } from 'typebox';
import { notFound, page, type Route, route } from '../../access/rules/route.ts';
import { dayOf } from '../../kit/clock.ts';
import { instrument, listed } from '../actions/instruments.ts';
import { type InstrumentLine, instrumentHtml, instrumentsHtml } from '../pages/instruments.ts';
import { versionChanges } from '../rules/versions.ts';

const list = route({
  method: 'GET',
  path: '/instruments',
  can: 'programme.read',
  audit: 'nothing',
  async handle({ db, timeZone }) {
    const lines = new Map<string, InstrumentLine>();
    for (const { key, version, title, loaded_at } of await listed(db)) {
      const line = lines.get(key) ?? { key, title, versions: [] };
      line.versions.push({ version, loadedOn: dayOf(loaded_at, timeZone) });
      lines.set(key, line);
    }
    return page({
      title: 'Instruments',
      back: { href: '/programmes', text: 'Programmes' },
      main: instrumentsHtml([...lines.values()]),
    });
  },
});

const show = route({
  method: 'GET',
  path: '/instruments/:instrumentKey/:instrumentVersion',
  can: 'programme.read',
  audit: 'nothing',
  params: Type.Object({
    instrumentKey: Type.String({ maxLength: 80 }),
    instrumentVersion: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  }),
  async handle({ db, params: { instrumentKey, instrumentVersion } }) {
    const found = (await instrument(db, instrumentKey, instrumentVersion)) ?? notFound();
    const before = await instrument(db, instrumentKey, instrumentVersion - 1);
    const { document } = found;
    return page({
      title: `${document.title}, version ${document.version}`,
      back: { href: '/instruments', text: 'Instruments' },
      main: instrumentHtml({ document, changes: before && versionChanges(before.document, document) }),
    });
  },
});

export const routes: readonly Route[] = [list, show];
