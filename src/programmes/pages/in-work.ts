import { counted, poundsText } from '../../kit/counted.ts';
import { countryOf } from '../../kit/country.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { summaryList } from '../../kit/ui/index.ts';
import type { ProgrammeDocument } from '../rules/document.ts';
import { type ContactSchedule, inWorkRulesOf } from '../rules/in-work.ts';

const scheduleText = ({ daysAfterStart, thenEveryDays }: ContactSchedule): string =>
  `${daysAfterStart.join(', ')} days after the start${thenEveryDays === undefined ? '' : `, then every ${counted(thenEveryDays, 'day')}`}`;
const labels = (list: readonly { label: string }[]): string => list.map(({ label }) => label).join('; ');

/** What support in work goes by, in words. */
export function inWorkHtml(document: ProgrammeDocument): Html {
  const rules = inWorkRulesOf(document);
  const { symbol } = countryOf(document);
  const { monthsInWork } = document.support;
  const rows: [string, string][] = [
    ['How long', monthsInWork === 0 ? 'Support ends with the first job' : counted(monthsInWork, 'month')],
    ['In touch with the person', scheduleText(rules.person)],
    ['In touch with the employer', `${scheduleText(rules.employer)}, where the person agrees`],
    ['A contact is missed', `After ${counted(rules.missedAfterDays, 'day')}`],
    [
      'Hours fall',
      `A week of ${rules.hoursFallPercent}% or more under the hours that were agreed, or under the mean of ${counted(rules.meanOfWeeks, 'week')} before`,
    ],
    ['A payment ends', `Told ${rules.paymentEndsDays.join(' and ')} days before its last day`],
    [
      'Permitted work',
      `${counted(rules.permittedWork.weeks, 'week')}, its end told ${rules.permittedWork.remindWeeksBefore.join(' and ')} weeks before`,
    ],
    ...rules.payments.map(({ label, weeks, weeklyPence, talkInWeek, checkInWeek, about }): [string, string] => [
      label,
      [
        `At most ${counted(weeks, 'week')}${weeklyPence === undefined ? '' : ` of ${poundsText(weeklyPence, symbol)}`}`,
        talkInWeek !== undefined && `its end is talked about in week ${talkInWeek}`,
        checkInWeek !== undefined && `in week ${checkInWeek} somebody asks whether the person is still in work`,
      ]
        .filter((part) => part !== false)
        .join('; ') + (about === undefined ? '' : `. ${about}`),
    ]),
    ['What comes up', labels(rules.problems)],
    ['Quick help', labels(rules.help)],
  ];
  return html`${document.inWork === undefined ? html`<p class="govuk-body">The document says nothing here, so this is what is usual.</p>` : noHtml}${summaryList(
    { rows: rows.map(([key, value]) => ({ key: { text: key }, value: { text: value } })) },
  )}`;
}
