import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { details, insetText, tag } from '../../kit/ui/index.ts';
import type { TemplateRow } from '../actions/templates.ts';
import { type Channel, channels, channelText, languages } from '../rules/channel.ts';
import { kindLabel, library, libraryKinds } from '../rules/library.ts';
import { textParts } from '../rules/parts.ts';
import { fields, fill } from '../rules/template.ts';
import { wordsHtml } from './case.ts';

type Area = { id: string; name: string };
/** The address of the form of some words. */
export const wordsPath = (
  key: string,
  slot: { kind: string; channel: string; language: string; areaId: string | null },
): string =>
  `/programmes/${key}/messages/edit?kind=${slot.kind}&channel=${slot.channel}&language=${slot.language}${slot.areaId === null ? '' : `&area=${slot.areaId}`}`;

/** Words with made-up values, as somebody would read them. */
export function sampleHtml(subject: string | null, body: string, language: string): Html {
  const [title, text] = [fill(subject ?? '', fields), fill(body, fields)];
  if (!title.ok || !text.ok) return noHtml;
  return insetText({
    html: html`${subject === null ? noHtml : html`<p class="govuk-body govuk-!-font-weight-bold">${title.text}</p>`}${wordsHtml(text.text, language)}`,
  });
}

/** All words of a programme: its own, those of districts, and Newel's where it has none. */
export function templatesHtml(view: {
  key: string;
  name: string;
  templates: readonly TemplateRow[];
  areas: readonly Area[];
}): Html {
  const { key, templates, areas } = view;
  const areaName = (id: string | null) => areas.find((area) => area.id === id)?.name ?? null;
  const kindHtml = (kind: string): Html => {
    const own = templates.filter((one) => one.kind === kind);
    const slots = channels.flatMap(
      (channel): { channel: Channel; language: string; areaId: string | null; version: number }[] => [
        ...(own.some((one) => one.channel === channel && one.language === 'en' && one.area_id === null) ||
        library(kind, channel, 'en') === null
          ? []
          : [{ channel, language: 'en', areaId: null, version: 0 }]),
        ...own
          .filter((one) => one.channel === channel)
          .map((one) => ({ channel, language: one.language, areaId: one.area_id, version: one.version })),
      ],
    );
    return html`<h2 class="govuk-heading-m">${kindLabel(kind)}</h2>
<ul class="govuk-list">${slots.map(
      (slot) =>
        html`<li><a class="govuk-link" href="${wordsPath(key, { kind, ...slot })}">${channelText[slot.channel]}${slot.language === 'en' ? '' : `, ${languages[slot.language] ?? slot.language}`}${slot.areaId === null ? '' : `, ${areaName(slot.areaId) ?? 'one district'}`}<span class="govuk-visually-hidden"> for ${kindLabel(kind).toLowerCase()}</span></a> ${slot.version === 0 ? tag({ text: 'Newel’s words', classes: 'govuk-tag--grey' }) : tag({ text: `Version ${slot.version}`, classes: 'govuk-tag--blue' })}</li>`,
    )}</ul>`;
  };
  return html`<h1 class="govuk-heading-l">Words of messages</h1>
<p class="govuk-body">What people get from ${view.name}. Where there are no own words, Newel’s are used. Messages that were queued before keep the words that they had.</p>
${libraryKinds.map(kindHtml)}
<h2 class="govuk-heading-m">Words for a district, or in another language</h2>
<form method="get" action="/programmes/${key}/messages/edit">
${selectHtml(
  'kind',
  'What for?',
  libraryKinds.map((kind) => [kind, kindLabel(kind)]),
)}
${selectHtml(
  'channel',
  'How?',
  channels.map((channel) => [channel, channelText[channel]]),
)}
${selectHtml('language', 'Language', Object.entries(languages))}
${selectHtml('area', 'District', [['', 'The whole programme'], ...areas.map(({ id, name }): [string, string] => [id, name])])}
<button class="govuk-button govuk-button--secondary" type="submit" data-module="govuk-button">Write words</button></form>`;
}

const selectHtml = (name: string, label: string, items: readonly (readonly [string, string])[]): Html =>
  html`<div class="govuk-form-group"><label class="govuk-label govuk-label--s" for="${name}">${label}</label><select class="govuk-select" id="${name}" name="${name}">${items.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></div>`;

/** What stands above the form of some words: what may be in them, how they read, and the versions before. */
export function aboutWordsHtml(view: {
  words: { subject: string | null; body: string } | null;
  channel: Channel;
  language: string;
  hints: readonly string[];
  versions: readonly TemplateRow[];
}): Html {
  const { words, channel, language, hints, versions } = view;
  const filled = words === null ? null : fill(words.body, fields);
  const parts = channel === 'text' && filled?.ok === true ? textParts(filled.text) : null;
  return html`<p class="govuk-body">Fields are filled in for each person: ${Object.keys(fields)
    .map((name) => `{{${name}}}`)
    .join(', ')}.</p>
${
  words === null
    ? noHtml
    : html`<h2 class="govuk-heading-s">With made-up values</h2>${sampleHtml(words.subject, words.body, language)}
${parts === null ? noHtml : html`<p class="govuk-body">${parts.parts === 1 ? 'One text' : `${parts.parts} texts`} of ${parts.encoding === 'GSM-7' ? 'plain letters' : 'letters that need more room'}.</p>`}
${hints.length === 0 ? noHtml : html`<ul class="govuk-list govuk-list--bullet">${hints.map((hint) => html`<li>${hint}</li>`)}</ul>`}`
}
${
  versions.length === 0
    ? noHtml
    : details({
        summaryText: 'All versions',
        html: html`${versions.map((one) => html`<h3 class="govuk-heading-s">Version ${one.version}, ${showDay(one.made_at.slice(0, 10))}</h3>${one.subject === null ? noHtml : html`<p class="govuk-body govuk-!-font-weight-bold">${one.subject}</p>`}${wordsHtml(one.body, one.language)}`)}`,
      })
}`;
}
