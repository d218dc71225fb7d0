import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html } from '../../kit/html.ts';
import { scrollRegion, table } from '../../kit/ui/index.ts';
import { type Capacity, weeksAhead } from '../actions/capacity.ts';
import type { Week } from '../rules/capacity.ts';
import { daysBetween } from '../rules/time.ts';

const hours = (minutes: number): string => (minutes / 60).toFixed(0);
const weekText = ({ available, booked }: Week): string =>
  available === 0 ? 'Nobody works' : `${Math.round((booked / available) * 100)}% of ${hours(available)} hours`;

/** How long it takes to be seen at each site, and how full the weeks to come are. */
export function capacityHtml(view: { sites: readonly Capacity[]; today: string }): Html {
  const { sites, today } = view;
  const nextText = ({ nextFree, minutes }: Capacity): string => {
    if (nextFree === null) return `None of ${minutes} minutes in ${weeksAhead} weeks`;
    const days = daysBetween(today, nextFree).length - 1;
    return `${showNearDay(nextFree, today)}, ${days === 0 ? 'today' : `in ${counted(days, 'day')}`}`;
  };
  const weeks = sites[0]?.weeks ?? [];
  return html`<h1 class="govuk-heading-l">How full the sites are</h1>
<p class="govuk-body">The next free time for an interview with anybody of the site; and of the hours that can be booked (hours of work without leave, holidays and protected time) how much is booked. Weeks that lie far ahead fill up yet: this is what stands today, and no forecast of who will come.</p>
${
  sites.length === 0
    ? html`<p class="govuk-body">No site can be booked yet.</p>`
    : scrollRegion({
        label: 'How full the sites are',
        html: table({
          stack: true,
          firstCellIsHeader: true,
          caption: 'How full the sites are',
          captionClasses: 'govuk-visually-hidden',
          head: [
            { text: 'Site' },
            { text: 'Next free' },
            ...weeks.map(({ monday }) => ({ text: `Week of ${showNearDay(monday, today)}` })),
          ],
          rows: sites.map((site) => [
            { html: html`<a class="govuk-link" href="/diary/site/${site.siteId}">${site.name}</a>` },
            { text: nextText(site) },
            ...site.weeks.map((week) => ({ text: weekText(week) })),
          ]),
        }),
      })
}`;
}
