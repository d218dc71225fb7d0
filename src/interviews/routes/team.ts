import { can, programmesOf } from '../../access/rules/policy.ts';
import { page, type Route, route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { oversee } from '../actions/oversight.ts';
import { oversightHtml } from '../pages/team.ts';

/** What a manager decides, samples and compares. */
export const teamRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/interviews',
    can: 'interview.oversee',
    audit: { read: 'interviews of the team' },
    async handle({ db, actor, clock }) {
      const today = clock.today().toString();
      const title = 'Interviews of the team';
      const programmes = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'interview.oversee') });
      const parts = [];
      for (const { id, name } of programmes) {
        const document = (await programmeOn(db, id, today))?.document;
        if (document?.interviews === undefined || !can(actor, 'interview.oversee', { programmeId: id })) continue;
        const section = document.interviews;
        parts.push(
          oversightHtml({
            name,
            section,
            today,
            full: document.caseload.to,
            ...(await oversee(db, actor, { programmeId: id, document, today })),
          }),
        );
      }
      return page({
        title,
        main: html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/interviews/figures">Figures: who came, how far apart, with whom</a></p>
${parts.length === 0 ? html`<p class="govuk-body">None of your programmes has a series of interviews.</p>` : parts}`,
      });
    },
  }),
];
