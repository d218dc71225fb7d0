import { type Html, html } from '../../kit/html.ts';

const paragraph = (text: string): Html => html`<p class="govuk-body">${text}</p>\n`;
const list = (items: readonly string[]): Html =>
  html`<ul class="govuk-list govuk-list--bullet">${items.map((item) => html`<li>${item}</li>\n`)}</ul>\n`;
const heading = (text: string): Html => html`<h2 class="govuk-heading-m">${text}</h2>\n`;

/** How to use Newel, and whom to ask. */
export const helpHtml = html`<h1 class="govuk-heading-l">Help</h1>
${paragraph('Newel keeps the records of employment support programmes: who takes part, what was agreed, and what came of it.')}
${heading('If you cannot sign in')}
${list([
  'Check the e-mail address. It is the one that your administrator entered.',
  'After 10 failed sign-ins in 15 minutes you need to wait. Nobody can shorten this, and nothing is lost.',
  'If you have forgotten your password, ask your administrator for a new one.',
])}
${heading('If you were signed out')}
${paragraph('You are signed out after 2 hours without use and after 12 hours in all. If that happens while you fill in a form, what you typed is kept: sign in and save it.')}
${heading('If somebody else changed the same record')}
${paragraph('Newel shows you both versions side by side. Nothing is saved until you choose.')}
${heading('If a page is not there')}
${paragraph('A page that does not exist and a record that is not yours get the same answer. If you need a record, ask your manager or the programme office.')}
${heading('Without a mouse, or without JavaScript')}
${paragraph('Every page works with the keyboard alone and with JavaScript switched off.')}`;

/** How accessible Newel is. */
export const accessibilityHtml = html`<h1 class="govuk-heading-l">Accessibility statement</h1>
${paragraph('We want as many people as possible to be able to use Newel. You should be able to:')}
${list([
  'use every page with the keyboard alone',
  'use every page with a screen reader',
  'zoom in to 400% without text leaving the screen',
  'use every page without JavaScript',
  'read every chart as a table',
])}
${heading('How it is tested')}
${paragraph('Newel is made to meet the Web Content Accessibility Guidelines version 2.2 at level AA. Every version is tested automatically in a browser with axe-core, and its pages are checked for valid HTML.')}
${paragraph('Automatic tests do not find every problem. Newel has not been audited by an independent body yet.')}
${heading('If something does not work for you')}
${paragraph('Tell your administrator what you wanted to do, on which page, and what you use to read the screen.')}`;

/** What Newel keeps about its users and the people in it. */
export const privacyHtml = html`<h1 class="govuk-heading-l">Privacy</h1>
${paragraph('The organisation that runs your programme decides what is recorded here and answers for it. Its privacy notice says why, and for how long.')}
${heading('People in a programme')}
${paragraph('Only staff whose work needs it can open a record: your key worker, their manager, the local lead of your area, and the programme office. Evaluators see no names.')}
${paragraph('Every time somebody opens a record, Newel writes down who, when and which page. Records are changed, never overwritten: what was there before can be shown.')}
${paragraph('To see what is recorded about you, or to have it put right, ask your key worker or the programme office.')}
${heading('People who sign in')}
${paragraph('Newel keeps your name, your e-mail address, a form of your password that cannot be turned back into it, your roles, when your sessions began and were last used, and what you opened and changed.')}
${heading('Cookies')}
${paragraph('Newel uses two cookies. Both are needed for it to work.')}
${list([
  'One keeps you signed in. It ends when you sign out, after 2 hours without use, or when the browser is closed.',
  'One holds the message about what was just saved. It ends when the message was shown.',
])}
${paragraph('There are no cookies or scripts of anybody else.')}`;
