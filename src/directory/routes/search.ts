/** Looking for services without anybody in particular. What is asked stands in the address: it says nothing about anybody. */
import { Type } from 'typebox';
import { canSomewhere, programmesOf } from '../../access/rules/policy.ts';
import { page, type Route, route } from '../../access/rules/route.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules.ts';
import { needsKnown, nobody, searchServices } from '../actions/search.ts';
import { directoryHtml } from '../pages/search.ts';
import { unmetForm } from '../pages/unmet.ts';
import { areaProblem, pageSize, wordsMost } from '../rules/search.ts';
import { unmetQuestions } from '../rules/unmet.ts';

const query = Type.Object({
  need: Type.Optional(Type.String({ maxLength: 60 })),
  words: Type.Optional(Type.String({ maxLength: wordsMost })),
  area: Type.Optional(Type.String({ maxLength: 10 })),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});

const ways = (links: readonly (readonly [string, string])[]): Html =>
  html`<p class="govuk-body newel-no-print">${links.map(([href, text], at) => html`${at === 0 ? noHtml : ' · '}<a class="govuk-link" href="${href}">${text}</a>`)}</p>`;

/** The search of the directory. */
export const searchRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory',
    can: 'directory.read',
    audit: 'nothing',
    query,
    async handle({ db, actor, clock, csrf, query: asked }) {
      const { need = '', words = '', area = '', page: number = 1 } = asked;
      const problem = areaProblem(area);
      const needs = await needsKnown(db);
      const today = clock.today();
      const search = {
        needs: needs.filter(({ code }) => code === need).map(({ code }) => code),
        words: words.trim(),
        area: area.trim() === '' || problem !== null ? null : area,
      };
      const { longWait, smallNumber: least } = serviceRulesOf({}, { area: null, on: today.toString() });
      const programmeIds = programmesOf(actor, 'directory.read') ?? [];
      const by = { today, longWait, least, benefitNames: {}, wish: null, programmeIds };
      const any = search.needs.length > 0 || search.words !== '' || search.area !== null;
      const found = any && problem === null ? await searchServices(db, search, needs, nobody, by, number) : null;
      const none = found !== null && found.suits + found.inTheWay === 0;
      const programmes = none
        ? (await listProgrammes(db, { day: today.toString(), ids: programmeIds })).map((one) => ({
            value: one.key,
            text: one.name,
          }))
        : [];
      const next = new URLSearchParams({ need, words: search.words, area, page: String(number + 1) });
      return page({
        title: 'Directory of services',
        ...(problem === null ? {} : { status: 422, error: true }),
        main: directoryHtml({
          ...{ needs, found, page: number },
          typed: { need, words, area },
          errors: problem === null ? {} : { area: problem },
          links: { today: today.toString(), longWait, refer: null, except: null, choose: false },
          next:
            found !== null && found.suits > number * pageSize
              ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" rel="next" href="/directory?${next.toString()}">Next services</a></p>`
              : noHtml,
          ways: ways([
            ...(canSomewhere(actor, 'directory.write') ? [['/directory/services/new', 'Add a service'] as const] : []),
            ['/directory/stewards', 'Keeping it true'],
            ['/directory/changes', 'What changed'],
            ['/directory/directives', 'Directives'],
            ['/directory/access', 'Who may refer where'],
            ['/directory/unmet', 'Needs for which no service was found'],
            ...(canSomewhere(actor, 'directory.load') ? [['/directory/feeds', 'Feeds'] as const] : []),
          ]),
          unmet: none
            ? unmetForm({
                ...{ action: '/directory/unmet', csrf, found: 0, open: true },
                questions: unmetQuestions(needs, programmes),
                typed: { unmet: needs.find(({ code }) => code === need)?.id },
              })
            : noHtml,
        }),
      });
    },
  }),
];
