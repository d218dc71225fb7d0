/** An entry of the directory with those who keep it: somebody who wrote down what they were told of, a colleague and a manager. */
import assert from 'node:assert/strict';
import { type Browser, world } from './world.ts';

/** The day on which it stands; the clock of the application stands at ten. */
export const today = '2016-03-31';
export const at = { now: Temporal.Instant.from('2016-03-31T10:00:00Z'), today };

/** Makes it: `name` is what the entry is called. End it with `w.end()`. */
export async function directoryEntry(name = 'Free swimming class') {
  const w = await world();
  const staffId = await w.staff('GRO-KW01');
  const okoro = await w.signIn('key_worker', { staffId });
  const colleague = await w.signIn('key_worker', { staffId: await w.staff('GRO-KW02') });
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  const rees = await w.signIn('team_manager', { areaId, providerId });
  const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
  const one = async (text: string, ...values: unknown[]) => (await query(text, ...values))[0];
  const day = (name: string, text: string) => {
    const [year = '', month = '', date = ''] = text.split('-').map((part) => String(Number(part)));
    return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
  };
  const page = `/directory/services/`;
  const words = (body: string): string => body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const show = async (browser: Browser, id = serviceId) => words((await browser.get(page + id)).body);
  const events = async () => Number((await one('select count(*) from event')).count);
  const version = async (id = serviceId) =>
    Number((await one('select version from service where id = $1', id)).version);
  const nameOf = async (browser: Browser) =>
    (await one('select name from app_user where id = $1', browser.userId)).name;
  const notices = async (browser: Browser, kind: string) =>
    Number((await one('select count(*) from notice where user_id = $1 and kind = $2', browser.userId, kind)).count);

  /** Adds what somebody was told of, as the form does. */
  async function added(more: Record<string, string> = {}): Promise<string> {
    const reply = await okoro.post('/directory/services/new', {
      ...{ name: 'Free swimming class', organisation: 'Harbour Volunteers', description: 'The pool has a free class' },
      ...{ where: 'bl1 1aa', phone: '', needs: '00000000-0000-4000-8000-000000000105', ...more },
    });
    assert.equal(reply.status, 303, words(reply.body));
    return (reply.location as string).split('/').at(-1)?.split('?')[0] as string;
  }

  const serviceId = await added({ name });

  /** Sends a part of an entry as its form shows it, with other answers. */
  async function edit(part: string, more: Record<string, string>, browser = okoro) {
    const path = `${page}${serviceId}/edit/${part}`;
    const { body } = await browser.get(path);
    const fields: Record<string, string> = {};
    for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
      const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
      const choice = /type="(radio|checkbox)"/.test(tag);
      const name = attribute('name');
      if (name !== undefined && (!choice || / checked/.test(tag))) fields[name] = attribute('value') ?? '';
    }
    for (const [, name = '', text = ''] of body.matchAll(/<textarea\b[^>]*name="([^"]+)"[^>]*>([^<]*)</g))
      fields[name] = text;
    return browser.post(path, { ...fields, ...more });
  }

  return {
    w,
    staffId,
    okoro,
    colleague,
    rees,
    serviceId,
    query,
    one,
    day,
    page,
    words,
    show,
    events,
    version,
    nameOf,
    notices,
    added,
    edit,
  };
}
