/** Referrals, attachments and who the clients are on joining. */
import { type Fraction, toFixedText } from '../../kit/exact.ts';
import { characteristics } from './derive.ts';
import { add, cellWriter, type Plan, type TableText } from './plan.ts';
import type { Section } from './section.ts';

export const joiningTables: TableText[] = [
  {
    name: 'referrals',
    question: 'Who is referred, and who joins?',
    sentence: 'People referred to the programme and people attached to it, by area at referral.',
    definition:
      'Referred: referred on or before the as-of date. Attached: referred, and attached on or before it. Both are by the area at referral, so that the rate compares the same people. Areas above the programme’s rate are found by the whole percents that are printed.',
    base: 'Everybody referred. Somebody whose area at referral is not known is in the total only.',
    chart: { kind: 'bars', columns: ['Attachment rate'] },
  },
  {
    name: 'profile',
    question: 'Who are the clients?',
    sentence: 'Characteristics of clients on joining, by area on the day of attachment.',
    definition:
      'Age is in completed years on the day of attachment. Not worked for 3 years or more is 3-5, 6-10 or 11 and more years, or never; not worked for 11 years or more is the last two. Belief and confidence are those of the initial assessment; low confidence is a rating of 0, 1 or 2.',
    base: 'Each line has its own base: the clients for whom the field is known.',
    chart: { kind: 'bars', columns: ['Total'] },
  },
];

const aboveRate = "Areas whose whole-percent rate is above the programme's";
const shown = [0, 1, 2, 3, 4, 5, 6, 7];

/** The tables `referrals` and `profile`. */
export function joining(plan: Plan): Section {
  const areas = plan.areas.length;
  const referred = plan.block(areas + 1);
  const attached = plan.block(areas + 1);
  const width = shown.length;
  const known = plan.block((areas + 1) * width);
  const yes = plan.block((areas + 1) * width);
  return {
    tally(client, to) {
      if (!client.referred) return;
      add(to, referred + areas);
      if (client.areaAtReferral >= 0) add(to, referred + client.areaAtReferral);
      if (!client.attached) return;
      add(to, attached + areas);
      if (client.areaAtReferral >= 0) add(to, attached + client.areaAtReferral);
      for (let line = 0; line < width; line += 1) {
        const value = client.marks[line] ?? -1;
        if (value < 0) continue;
        add(to, known + areas * width + line);
        if (value > 0) add(to, yes + areas * width + line);
        if (client.area < 0) continue;
        add(to, known + client.area * width + line);
        if (value > 0) add(to, yes + client.area * width + line);
      }
    },
    cells(from) {
      const write = cellWriter(from);
      const rates: (Fraction | null)[] = [];
      [...plan.areas, 'Total'].forEach((area, index) => {
        write.count('referrals', area, 'Referred', referred + index);
        write.count('referrals', area, 'Attached', attached + index);
        rates.push(write.percent('referrals', area, 'Attachment rate', attached + index, referred + index));
      });
      const target = plan.settings.referralTarget;
      const ofTarget = target === null || target <= 0 ? null : write.outOf(referred + areas, target);
      write.printed(
        'referrals',
        'Total',
        'Share of referral target',
        ofTarget,
        write.percentText(ofTarget, 1),
        referred + areas,
      );
      const whole = (rate: Fraction | null | undefined) => (rate ? Number(toFixedText(rate, 0)) : null);
      const total = whole(rates[areas]);
      const above = plan.areas.filter((_, index) => (whole(rates[index]) ?? -1) > (total ?? Number.POSITIVE_INFINITY));
      write.number('referrals', aboveRate, 'Number', above.length);
      write.list('referrals', aboveRate, 'Areas', above);
      [...plan.areas, 'Total'].forEach((area, index) => {
        for (const line of shown) {
          const row = characteristics[line] ?? '';
          write.count('profile', row, `${area} base`, known + index * width + line);
          write.percent('profile', row, area, yes + index * width + line, known + index * width + line);
        }
      });
      write.percent(
        'profile',
        'Of those, not worked for 11 years or more, or never',
        'Total',
        yes + areas * width + 5,
        yes + areas * width + 4,
      );
      return write.cells;
    },
  };
}
