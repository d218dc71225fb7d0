import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Channel } from '../rules/channel.ts';

export type TemplateRow = {
  id: string;
  programme_id: string;
  area_id: string | null;
  kind: string;
  channel: Channel;
  language: string;
  version: number;
  subject: string | null;
  body: string;
  replaced_at: string | null;
  made_at: string;
};
const columns = sql.raw(
  'id, programme_id, area_id, kind, channel, language, version, subject, body, replaced_at, made_at',
);

/** The templates in use of programmes. */
export const templatesInUse = statement(
  'messages.templatesInUse',
  (p: { programmeIds: readonly string[] }) => sql<TemplateRow>`
    select ${columns} from message_template where programme_id = any(${p.programmeIds}::uuid[]) and replaced_at is null
    order by kind, channel, language, area_id nulls first limit 5000`,
);

export const findTemplate = statement(
  'messages.findTemplate',
  (p: { id: string }) => sql<TemplateRow>`select ${columns} from message_template where id = ${p.id}`,
);

/** Every version of the words that a template is one of, the newest first. */
export const versionsOf = statement(
  'messages.versionsOf',
  (p: { id: string }) => sql<TemplateRow>`
    select ${columns} from message_template t
    where (programme_id, kind, channel, language) = (select programme_id, kind, channel, language from message_template where id = ${p.id})
      and area_id is not distinct from (select area_id from message_template where id = ${p.id})
    order by version desc limit 100`,
);

/** Takes the words in use out of use, when they still have the version given. */
export const replaceTemplate = statement(
  'messages.replaceTemplate',
  (p: {
    programmeId: string;
    areaId: string | null;
    kind: string;
    channel: string;
    language: string;
    version: number;
  }) => sql<{
    id: string;
  }>`
    update message_template set replaced_at = now()
    where programme_id = ${p.programmeId} and area_id is not distinct from ${p.areaId}::uuid and kind = ${p.kind}
      and channel = ${p.channel} and language = ${p.language} and version = ${p.version} and replaced_at is null
    returning id`,
);

export const insertTemplate = statement(
  'messages.insertTemplate',
  (p: {
    id: string;
    programmeId: string;
    areaId: string | null;
    kind: string;
    channel: string;
    language: string;
    version: number;
    subject: string | null;
    body: string;
    madeBy: string | null;
  }) => sql`
    insert into message_template (id, programme_id, area_id, kind, channel, language, version, subject, body, made_by)
    values (${p.id}, ${p.programmeId}, ${p.areaId}, ${p.kind}, ${p.channel}, ${p.language}, ${p.version}, ${p.subject}, ${p.body}, ${p.madeBy})`,
);
