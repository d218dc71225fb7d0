/** What referrals bring to Today: alarms, who is taken up again, what services owe, and what the worker owes. */
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { serviceRulesOf } from '../../programmes/rules/services.ts';
import { holidaysOf } from '../../programmes/rules.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { daysFrom, later, type Matter } from '../../today/rules.ts';
import { contactPlan, contactRuleOn, contactRules, owedState } from '../rules/liaison.ts';
import { ofCases, type TodayRow } from '../store/liaison.ts';
import { type AlarmKind, alarmText } from './alarms.ts';

// Somebody who is taken up again wants to be rung before, and consent takes a meeting to renew.
const [resumeAhead, consentAhead] = [7, 14];

type Said = Omit<Matter, 'caseId'>;
const holder = (row: TodayRow): string => `/cases/${row.case_id}/case-manager`;
const referral = (row: TodayRow): string => `/cases/${row.case_id}/referrals/${row.id}`;

function alarm(row: TodayRow): Said {
  const name = row.name === '' ? '' : ` (${row.name})`;
  return {
    ...{ reason: 'case_alarm', level: 3, on: row.on },
    words: `${alarmText[row.kind as AlarmKind]}${name}`,
    acts: [{ text: 'Settle it', href: holder(row) }],
  };
}

function resume(row: TodayRow, today: string): Said {
  return {
    ...{ reason: 'case_resume', level: row.on < today ? 3 : 2, on: row.on },
    words:
      row.on > today
        ? `hold this case again, after ${row.name}`
        : `You hold this case again: ${row.name} did until ${showNearDay(row.on, today)}`,
    acts: [{ text: 'Take it up', href: holder(row) }],
  };
}

const consent = (row: TodayRow, today: string): Said => ({
  ...{ reason: 'consent_ends', level: daysFrom(today, row.on) <= 3 ? 2 : 1, on: later(row.on, -consentAhead) },
  words: `Consent for ${row.name} ends on ${showNearDay(row.on, today)}`,
  acts: [{ text: 'Ask again', href: `/cases/${row.case_id}/referrals` }],
});

/** What one referral owes to the worker: its turn is theirs, or the person's answer is awaited. */
function step(row: TodayRow, today: string): Said {
  const days = daysFrom(row.on, today);
  return {
    ...{ reason: 'service_step', level: days > 5 ? 3 : days >= 0 ? 2 : 1, on: row.on },
    words: row.on > today ? `${row.name}: ${(row.waits ?? '').toLowerCase()}` : `${row.name}: ${row.waits}`,
    acts: [{ text: row.kind === 'signpost' ? 'Say what they did' : 'Open the referral', href: referral(row) }],
  };
}

/** Whoever sent an email that did not arrive waits for an answer that cannot come. */
const mail = (row: TodayRow): Said => ({
  ...{ reason: 'service_step', level: 2, on: row.on },
  words: `${row.name}: the email with the link could not be delivered`,
  acts: [{ text: 'Tell them another way', href: referral(row) }],
});

/** Reasons of referrals and of who holds a case. */
export const serviceReasons: Contributor = {
  words: (_rules, document) => {
    const { acknowledgeWithin, firstContactWithin, silenceAfter } = serviceRulesOf(document, {
      area: null,
      on: '9999-12-31',
    });
    return {
      case_alarm:
        'Nobody holds a case or several do, a service is silent, or something has not moved by its limit: until it is settled',
      case_resume: `A case that somebody else held for a time: from ${resumeAhead} days before you hold it again`,
      service_late: `A service has not answered: from the day after it was due, and again ${counted(acknowledgeWithin, 'working day')} after you asked`,
      service_step:
        'A referral or a signpost on which you or the person do something next: on its day. An email to a service that could not be delivered: until you told it another way',
      service_contact: `Contact with somebody whom a service works with, where it is kept: within ${counted(firstContactWithin, 'working day')} of the start, then every ${counted(silenceAfter, 'working day')}`,
      consent_ends: `Consent to share with a service: from ${consentAhead} days before it ends`,
    };
  },
  async matters(sql, { caseIds, document, today }) {
    const found = await ofCases(sql, {
      ...{ caseIds, today },
      consentUpTo: later(today, consentAhead),
      resumeUpTo: later(today, resumeAhead),
    });
    const holidays = holidaysOf(document);
    const matters: Matter[] = [];
    const late = new Map<string, TodayRow[]>();
    const asked = new Map<string, TodayRow[]>();
    const push = (row: TodayRow, said: Said) => matters.push({ caseId: row.case_id, ...said });
    for (const row of found) {
      if (row.what === 'alarm') push(row, alarm(row));
      else if (row.what === 'resume') push(row, resume(row, today));
      else if (row.what === 'consent') push(row, consent(row, today));
      else if (row.what === 'mail') push(row, mail(row));
      else {
        const rules = serviceRulesOf(document, { area: row.area, on: today });
        if (row.side !== 'service') push(row, step(row, today));
        else if (row.on < today) {
          const owed = { dueOn: row.on, chased: row.chased, chasedOn: row.chased_on, escalatedOn: row.escalated_on };
          const state = owedState(owed, today, rules, holidays);
          const list = state === 'asked' || state === 'escalated' ? asked : late;
          list.set(row.case_id, [...(list.get(row.case_id) ?? []), row]);
        }
        if (row.state === 'started' && row.started_on !== null) {
          const rule = contactRuleOn(contactRules(document, row.area), today);
          const of = { startedOn: row.started_on, expectedEnd: row.expected_end, metOn: row.met_on };
          const plan = contactPlan(of, rule, rules, holidays);
          if (plan.contact === 'maintain')
            push(row, {
              ...{ reason: 'service_contact', level: 1, on: plan.on },
              words: plan.on > today ? `ask how it is going with ${row.name}` : `Ask how it is going with ${row.name}`,
              acts: [{ text: 'Write down a contact', href: `/cases/${row.case_id}/liaison/${row.id}/contacts` }],
            });
          // The district's rule is to wait: nothing else asks for contact meanwhile.
          else if (plan.until !== null && plan.until > today)
            push(row, {
              ...{ reason: 'service_contact', level: 1, on: plan.until, holdsBack: ['no_contact'] },
              words: `be in touch when ${row.name} has finished`,
              acts: [{ text: 'Open the referral', href: referral(row) }],
            });
        }
      }
    }
    for (const [list, due] of [
      [late, true],
      [asked, false],
    ] as const)
      for (const rows of list.values()) {
        const oldest = rows.reduce((one, other) => (other.on < one.on ? other : one));
        const days = daysFrom(oldest.on, today);
        const who = rows.length === 1 ? `${oldest.name} has` : `${counted(rows.length, 'service')} have`;
        matters.push({
          caseId: oldest.case_id,
          reason: 'service_late',
          level: days > 10 ? 3 : 2,
          // What was asked already waits for the service, and is no matter for today.
          on: due ? later(oldest.on, 1) : later(today, 1),
          words: due
            ? `${who} not answered (${rows.length === 1 ? '' : 'oldest '}${counted(days, 'day')})`
            : `see whether ${oldest.name} has answered`,
          acts: [{ text: 'Ask', href: `/cases/${oldest.case_id}/liaison/${oldest.id}/ask` }],
          waitsSince: oldest.on,
        });
      }
    return matters;
  },
};
