/** How many referrals a programme is expected to send to a service. */
import { page, type Reply, type Route, redirect, route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { expectationsOf, setExpectation } from '../actions/expected.ts';
import { choicesOf } from '../rules/codes.ts';
import { type Basis, bases } from '../rules/expected.ts';
import { type OfService, serviceOf, serviceParams } from './entry.ts';
import { managed, type Places, placesFor, programmeQuestion, startsToday } from './rule-forms.ts';

const questions = (places: Places): Question[] => [
  {
    ...{ kind: 'number', name: 'a_year', label: 'How many referrals a year?', most: 100_000 },
    hint: 'Leave it empty if nothing is expected from that day on',
  },
  {
    ...{ kind: 'choice', name: 'basis', label: 'Whose expectation is it?', choices: choicesOf(bases) },
    required: 'Choose whose expectation it is',
  },
  programmeQuestion(places),
  { kind: 'day', name: 'from', label: 'From', required: 'Enter from when', earliest: '2000-01-01' },
];

async function formPage(context: OfService, typed: Typed, errors?: Errors): Promise<Reply> {
  const service = await serviceOf(context);
  const places = await placesFor(context);
  const href = `/directory/services/${service.id}`;
  const rows = await expectationsOf(context.db, service.id, managed(context));
  const programme = (id: string) => places.programmes.find(({ value }) => value === id)?.text ?? '';
  const title = 'Referrals that are expected';
  return page({
    title,
    back: { href, text: service.name },
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      ...{ title, action: `${href}/expected`, csrf: context.csrf, questions: questions(places), typed, errors },
      above: html`<p class="govuk-body">${service.name}. It stands beside the referrals that were made in <a class="govuk-link" href="/services/figures">the figures about services</a>. It is no target, and changes nothing in the search.</p>${
        rows.length === 0
          ? html`<p class="govuk-body">Nothing is on file yet.</p>`
          : html`<ul class="govuk-list govuk-list--bullet">${rows.map(
              (row) =>
                html`<li>From ${showDay(row.from_day)}: ${row.a_year === null ? 'nothing is expected' : `${counted(row.a_year, 'referral')} a year`}. ${bases[row.basis]}, ${programme(row.programme_id)}${row.set_by_name === null ? '' : ` (${row.set_by_name})`}</li>`,
            )}</ul>`
      }`,
      ...{ save: 'Save', cancel: href },
    }),
  });
}

/** What is expected of a service. */
export const expectedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/services/:serviceId/expected',
    can: 'directory.manage',
    audit: 'nothing',
    params: serviceParams,
    handle: (context) => formPage(context, startsToday(context)),
  }),
  route({
    method: 'POST',
    path: '/directory/services/:serviceId/expected',
    can: 'directory.manage',
    audit: { event: 'directory.expected_set' },
    params: serviceParams,
    async handle(context) {
      const { db, actor, body, clock } = context;
      const service = await serviceOf(context);
      const read = readForm(questions(await placesFor(context)), body);
      if (!read.ok) return formPage(context, body, read.errors);
      const { values } = read;
      const given = {
        ...{ serviceId: service.id, programmeId: String(values.programme), from: String(values.from) },
        ...{ aYear: typeof values.a_year === 'number' ? values.a_year : null, basis: values.basis as Basis },
      };
      await setExpectation(db, actor, given, clock.today().toString());
      return redirect(`/directory/services/${service.id}`, 'What is expected is saved');
    },
  }),
];
