/** What feedback knows of a service: running totals, shown only where enough stand behind them. Pure. */

/** Totals by kind, see the comment of `service_figure.kind`. */
export type Totals = Readonly<Record<string, { n: number; days: number }>>;

/** A figure as it is shown: a part of a base with the base beside it, or days from referral to start. */
export type Shown = {
  name: 'accepted' | 'attended' | 'completed' | 'feedback' | 'wait' | 'rating';
  label: string;
  /** Null where fewer than the minimum stand behind it. */
  value: number | null;
  base: number;
  unit: 'of' | 'days' | 'of 5';
};

const n = (totals: Totals, kind: string): number => totals[kind]?.n ?? 0;

/**
 * The figures of a service. `least` is the count below which a figure is not shown (a programme's smallNumber). A mean needs
 * as many as a part does. The parts: accepted of those answered; came of first appointments; finished of those that began;
 * feedback in time of that due; the mean wait from referral to start; the mean of the people's ratings, 1 to 5.
 */
export function shownFigures(totals: Totals, least: number): Shown[] {
  const part = (name: Shown['name'], label: string, of: number, base: number): Shown => ({
    ...{ name, label, base, unit: 'of' },
    value: base < least ? null : of,
  });
  const accepted = n(totals, 'accepted');
  const attended = n(totals, 'attended');
  const started = totals.started ?? { n: 0, days: 0 };
  const completed = n(totals, 'completed');
  const rated = n(totals, 'rated');
  const sum = [1, 2, 3, 4, 5].reduce((all, score) => all + score * n(totals, `rated:${score}`), 0);
  return [
    part('accepted', 'Accepted, of referrals that were answered', accepted, accepted + n(totals, 'declined')),
    part('attended', 'Came, of first appointments', attended, attended + n(totals, 'missed')),
    part('completed', 'Finished, of those that ended', completed, completed + n(totals, 'ended early')),
    part('feedback', 'Feedback in time, of what was due', n(totals, 'feedback in time'), n(totals, 'feedback due')),
    {
      ...{ name: 'wait', label: 'Days from referral to start', base: started.n, unit: 'days' },
      value: started.n < least ? null : Math.round(started.days / started.n),
    },
    {
      ...{ name: 'rating', label: 'What people said, from 1 to 5', base: rated, unit: 'of 5' },
      value: rated < least ? null : Math.round((sum / rated) * 10) / 10,
    },
  ];
}

/** Reasons of refusals with their counts, the most frequent first; only those with at least `least`. */
export const shownReasons = (totals: Totals, least: number): { reason: string; n: number }[] =>
  Object.entries(totals)
    .filter(([kind, total]) => kind.startsWith('declined:') && total.n >= least)
    .map(([kind, total]) => ({ reason: kind.slice('declined:'.length), n: total.n }))
    .sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1));

/** Whether anybody was referred there yet: services never used before are shown as such, not behind others. */
export const neverUsed = (totals: Totals): boolean => n(totals, 'referred') === 0;

/** What a reason of a refusal is called. Reasons are the services' own and come with feedback: a code is put into words. */
export const declineText = (code: string): string => {
  const words = code.replaceAll('_', ' ').replaceAll('-', ' ');
  return words.charAt(0).toLowerCase() + words.slice(1);
};
