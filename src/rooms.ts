import { accessRoutes } from './access/routes.ts';
import type { Permission } from './access/rules/policy.ts';
import type { Route } from './access/rules/route.ts';
import * as instruments from './assessment/actions/instruments.ts';
import { issuesFor } from './assessment/actions/issues.ts';
import { measuresForStairs } from './assessment/actions/measures.ts';
import { issuesInMeeting } from './assessment/actions/meeting-part.ts';
import { severeIssues } from './assessment/actions/passing-on.ts';
import { assessmentReasons } from './assessment/actions/reasons.ts';
import { severeCounts } from './assessment/actions/severe.ts';
import { routes as assessmentRoutes } from './assessment/routes.ts';
import { timeline as assessmentTimeline } from './assessment/timeline.ts';
import { careRoutes } from './care/routes.ts';
import type { PassOn } from './cases/actions/assign.ts';
import type { OverviewPart } from './cases/actions/overview-part.ts';
import type { Contributor } from './cases/actions/passing-on.ts';
import { caseRoutes } from './cases/routes.ts';
import { timeline as caseTimeline, type Renderers } from './cases/rules.ts';
import { evidenceReasons } from './claims/actions/evidence-reasons.ts';
import { workOutCase } from './claims/actions/milestones.ts';
import { stopAskingOfJob } from './claims/actions/withdrawn-job.ts';
import { finderTimeline } from './claims/finder-timeline.ts';
import { routes as claimRoutes } from './claims/routes.ts';
import { timeline as claimTimeline } from './claims/timeline.ts';
import { appointmentInMeeting } from './diary/actions/meeting-part.ts';
import { passOnAppointments } from './diary/actions/pass-on.ts';
import { appointmentReasons } from './diary/actions/reasons.ts';
import { appointmentReminders, cannotComeToAppointment } from './diary/actions/tell.ts';
import { nextAppointment } from './diary/routes/overview.ts';
import { diaryRoutes } from './diary/routes.ts';
import { timeline as diaryTimeline } from './diary/timeline.ts';
import { caseSearchRoutes } from './directory/routes/case-search.ts';
import { searchRoutes } from './directory/routes/search.ts';
import { unmetRoutes } from './directory/routes/unmet.ts';
import { entryRoutes } from './directory/routes.ts';
import { timeline as directoryTimeline } from './directory/timeline.ts';
import { unmetTimeline } from './directory/unmet-timeline.ts';
import { groupRoutes } from './groups/routes.ts';
import { timeline as groupTimeline } from './groups/timeline.ts';
import { routes as handoverRoutes } from './handover/routes.ts';
import { interviewReasons } from './interviews/actions/reasons.ts';
import { interviewRoutes } from './interviews/routes.ts';
import { timeline as interviewTimeline } from './interviews/timeline.ts';
import { nextMeetings } from './meeting/actions.ts';
import { meetingRoutes } from './meeting/routes.ts';
import type { MeetingPart } from './meeting/rules.ts';
import { timeline as meetingTimeline } from './meeting/timeline.ts';
import { replyReasons } from './messages/actions/reasons.ts';
import type { ReminderKind } from './messages/actions/reminders.ts';
import type { CannotCome } from './messages/actions/replies.ts';
import { messageRoutes } from './messages/routes.ts';
import { timeline as messageTimeline } from './messages/timeline.ts';
import { routes as peopleRoutes } from './people/routes.ts';
import { places } from './places.ts';
import { plansAsked } from './plan/actions/asked.ts';
import { planInMeeting } from './plan/actions/meeting-part.ts';
import { planSoFar } from './plan/actions/passing-on.ts';
import { promiseReasons, stepReasons } from './plan/actions/reasons.ts';
import { passOnSteps } from './plan/actions/reassign.ts';
import { climbSoFar } from './plan/routes/overview.ts';
import { planRoutes } from './plan/routes.ts';
import { timeline as planTimeline } from './plan/timeline.ts';
import { programmeRoutes } from './programmes/routes.ts';
import { passOnReferrals } from './referrals/actions/pass-on.ts';
import { serviceReasons } from './referrals/actions/reasons.ts';
import { usedIn } from './referrals/actions/used.ts';
import { liaisonTimeline } from './referrals/liaison-timeline.ts';
import { answerRoutes } from './referrals/routes/answer.ts';
import { inboxRoutes } from './referrals/routes/inbox.ts';
import { liaisonRoutes } from './referrals/routes/liaison.ts';
import { servicesSoFar } from './referrals/routes/overview.ts';
import { ownEntryRoutes } from './referrals/routes/own-entry.ts';
import { ownPeopleRoutes } from './referrals/routes/own-people.ts';
import { saidOfService } from './referrals/routes/said.ts';
import { referralRoutes } from './referrals/routes.ts';
import { serviceSideTimeline } from './referrals/service-side-timeline.ts';
import { timeline as referralTimeline } from './referrals/timeline.ts';
import { routes as reportRoutes } from './reports/routes.ts';
import type { TodayParts } from './today/actions/register.ts';
import { todayRoutes } from './today/routes.ts';
import { visitReasons } from './visits/actions/reasons.ts';
import { risksSoFar } from './visits/routes/overview.ts';
import { visitRoutes } from './visits/routes.ts';
import { timeline as visitTimeline } from './visits/timeline.ts';
import { inWorkReasons } from './work/actions/in-work-reasons.ts';
import { jobsSoFar } from './work/actions/passing-on.ts';
import { inWorkSoFar } from './work/routes/in-work.ts';
import { workRoutes } from './work/routes.ts';
import { timeline as workTimeline } from './work/timeline.ts';

/** An entry of the main navigation, shown to those who may do one of the things. */
export type NavigationItem = {
  href: string;
  text: string;
  can: readonly Permission[];
  /** Gone to less often: folded behind 'More' for whoever has many. */
  seldom?: true;
};

/** How each kind of event is shown on a case's timeline: every room brings its own. */
export const renderers: Renderers = {
  ...caseTimeline,
  ...meetingTimeline,
  ...diaryTimeline,
  ...messageTimeline,
  ...assessmentTimeline,
  ...planTimeline,
  ...interviewTimeline,
  ...groupTimeline,
  ...visitTimeline,
  ...workTimeline,
  ...claimTimeline,
  ...finderTimeline,
  ...directoryTimeline,
  ...unmetTimeline,
  ...referralTimeline,
  ...liaisonTimeline,
  ...serviceSideTimeline,
};

/** What each room does with its future work when cases go to other key workers; `PassOn` says what is asked of it. */
export const onReassign: readonly PassOn[] = [passOnSteps, passOnAppointments, passOnReferrals];

/** What rooms bring to the page for whoever takes over a case, in the order in which it stands there. */
export const passingOn: readonly Contributor[] = [planSoFar, severeIssues, jobsSoFar];

/** What rooms bring to the overview of a case. */
export const onOverview: readonly OverviewPart[] = [
  risksSoFar,
  nextAppointment,
  inWorkSoFar,
  servicesSoFar,
  climbSoFar,
];

/** What rooms bring to the screen of a meeting. */
export const meetingParts: readonly MeetingPart[] = [appointmentInMeeting, planInMeeting, issuesInMeeting];

/** Reminders that rooms bring: each says with one statement which come due. */
export const reminders: readonly ReminderKind[] = [appointmentReminders];

/** What rooms do when somebody replies that they cannot come to a thing of theirs. */
export const cannotCome: readonly CannotCome[] = [cannotComeToAppointment];

/** What rooms bring to Today: reasons why somebody needs their key worker, and the meetings that were agreed. */
export const todayParts: TodayParts = {
  contributors: [
    stepReasons,
    promiseReasons,
    assessmentReasons,
    replyReasons,
    interviewReasons,
    visitReasons,
    inWorkReasons,
    serviceReasons,
    evidenceReasons,
    appointmentReasons,
  ],
  nextMeetings,
};

/** Every route of the application. A route that is not here does not exist. */
export const routes: readonly Route[] = [
  ...accessRoutes(places),
  ...programmeRoutes(instruments),
  ...peopleRoutes,
  ...todayRoutes(todayParts),
  ...careRoutes({ severeCounts, plansAsked }),
  ...caseRoutes(renderers, onReassign, passingOn, onOverview),
  ...meetingRoutes(meetingParts),
  ...diaryRoutes,
  ...messageRoutes,
  ...planRoutes([measuresForStairs]),
  ...interviewRoutes,
  ...assessmentRoutes,
  ...groupRoutes,
  ...visitRoutes,
  ...searchRoutes,
  ...entryRoutes(saidOfService),
  ...unmetRoutes,
  ...caseSearchRoutes({ issuesOf: issuesFor, usedIn }),
  ...referralRoutes({ plan: planSoFar, work: jobsSoFar }),
  ...liaisonRoutes,
  ...answerRoutes,
  ...inboxRoutes,
  ...ownPeopleRoutes,
  ...ownEntryRoutes,
  ...workRoutes({ jobsChanged: workOutCase, jobWithdrawn: stopAskingOfJob }),
  ...claimRoutes,
  ...handoverRoutes,
  ...reportRoutes,
];

/** The main navigation, in order. */
export const navigation: readonly NavigationItem[] = [
  { href: '/today', text: 'Today', can: ['today.put_off'] },
  { href: '/diary', text: 'Diary', can: ['diary.read'] },
  { href: '/caseload', text: 'Caseload', can: ['case.list'] },
  { href: '/cases', text: 'Cases', can: ['case.list'] },
  { href: '/replies', text: 'Replies', can: ['case.record'] },
  { href: '/team', text: 'Team', can: ['cover.manage'] },
  { href: '/interviews', text: 'Interviews', can: ['interview.oversee'], seldom: true },
  { href: '/groups', text: 'Groups', can: ['today.put_off'], seldom: true },
  { href: '/visits', text: 'Visits', can: ['today.put_off'], seldom: true },
  { href: '/time', text: 'Time', can: ['time.record'], seldom: true },
  { href: '/taking-part', text: 'Waiting', can: ['case.list'], seldom: true },
  { href: '/directory', text: 'Directory', can: ['directory.read'] },
  { href: '/employers', text: 'Employers', can: ['employer.read'], seldom: true },
  { href: '/services/waiting', text: 'Services', can: ['service.refer'] },
  { href: '/find', text: 'Find', can: ['case.list'] },
  { href: '/referrals', text: 'Referrals', can: ['referral_in.decide'] },
  { href: '/inbox', text: 'Inbox', can: ['service.answer'] },
  { href: '/referring', text: 'Your referrals', can: ['referral_in.own'] },
  { href: '/outbox', text: 'Outbox', can: ['outbox.read'], seldom: true },
  { href: '/pairs', text: 'Duplicates', can: ['duplicates.review'], seldom: true },
  { href: '/claims', text: 'Claims', can: ['claim.record'] },
  { href: '/unclaimed', text: 'Unclaimed', can: ['claim.find'], seldom: true },
  { href: '/reports', text: 'Reports', can: ['report.read'] },
  { href: '/imports', text: 'Imports', can: ['import.read'], seldom: true },
  { href: '/programmes', text: 'Programmes', can: ['programme.read'], seldom: true },
  { href: '/users', text: 'Users', can: ['user.manage'] },
];
