import { showMoment } from '../../kit/clock.ts';
import { html } from '../../kit/html.ts';
import { button } from '../../kit/ui/index.ts';
import { markSeen, noticesOf } from '../actions/notices.ts';
import { type NoticeKind, noticeKinds } from '../rules/notices.ts';
import { page, type Route, redirect, route } from '../rules/route.ts';

/** What a user was told, the newest first. */
export const noticeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/notices',
    can: 'signed in',
    audit: 'nothing',
    async handle({ db, actor, csrf, timeZone }) {
      const notices = await noticesOf(db, actor.userId ?? '');
      const [newest] = notices;
      const fresh = notices.some((one) => one.seen_at === null);
      return page({
        title: 'Notices',
        main: html`<h1 class="govuk-heading-l">Notices</h1>
${
  newest === undefined
    ? html`<p class="govuk-body">There is nothing to tell you. When something waits for you, it stands here.</p>`
    : html`<ul class="govuk-list newel-notices">${notices.map(
        (one) =>
          html`<li>${one.seen_at === null ? html`<strong class="govuk-tag">New</strong> ` : ''}<a class="govuk-link" href="${one.href}">${noticeKinds[one.kind as NoticeKind] ?? one.kind}</a>, ${showMoment(one.at, timeZone)}</li>`,
      )}</ul>`
}
${
  newest !== undefined && fresh
    ? html`<form method="post" action="/notices" novalidate>${csrf}<input type="hidden" name="up_to" value="${newest.id}">
${button({ text: 'I have seen these', classes: 'govuk-button--secondary' })}</form>`
    : ''
}`,
      });
    },
  }),
  route({
    method: 'POST',
    path: '/notices',
    can: 'signed in',
    audit: 'nothing',
    async handle({ db, actor, body }) {
      const upTo = String(body.up_to ?? '');
      if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(upTo)) await markSeen(db, actor.userId ?? '', upTo);
      return redirect('/notices', 'Marked as seen');
    },
  }),
];
