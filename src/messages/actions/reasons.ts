/** What messages bring to Today: a reply that waits. */
import { dayOf } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { messageRulesOf } from '../../programmes/rules.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { daysFrom } from '../../today/rules.ts';
import { waitingOf } from '../store/replies.ts';

// Somebody who wrote and hears nothing for two days has been left alone.
const urgent = 2;

/** Replies that nobody has dealt with, by the oldest of each person. */
export const replyReasons: Contributor = {
  words: () => ({ reply_waits: `A reply that waits: at once, most urgently after ${urgent} days` }),
  async matters(sql, { caseIds, document, today }) {
    const { timeZone } = messageRulesOf(document);
    return (await waitingOf(sql, { caseIds })).map(({ case_id, count, oldest }) => {
      const received = dayOf(oldest, timeZone);
      const on = [received, today].sort()[0] ?? today;
      const days = daysFrom(on, today);
      return {
        caseId: case_id,
        reason: 'reply_waits',
        level: days >= urgent ? 3 : 2,
        on,
        words: `${count === 1 ? 'A reply waits' : `${counted(count, 'reply', 'replies')} wait`}${days === 0 ? ' since today' : ` for ${counted(days, 'day')}`}`,
        acts: [
          { text: 'Read and answer', href: `/cases/${case_id}/messages` },
          { text: 'Call and record', href: `/cases/${case_id}/meeting?mode=phone` },
        ],
      };
    });
  },
};
