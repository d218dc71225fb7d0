/** Who may do what, and with what relation to the record. This table is the policy; nothing is allowed that is not in it. */

export const roles = [
  'key_worker',
  'team_manager',
  'local_lead',
  'programme_office',
  'evaluator',
  'administrator',
  'referrer',
  'service_worker',
] as const;
export type Role = (typeof roles)[number];

/** What roles are called on screen. */
export const roleNames: Record<Role, string> = {
  key_worker: 'Key worker',
  team_manager: 'Team manager',
  local_lead: 'Local lead',
  programme_office: 'Programme office',
  evaluator: 'Evaluator',
  administrator: 'Administrator',
  referrer: 'Referrer',
  service_worker: 'Service worker',
};

/** How somebody stands to a record. */
export type Relation =
  | 'own caseload'
  | 'covering'
  /** Their key worker until lately, in a programme that lets whoever gave a case away read it for some days. */
  | 'lately theirs'
  | 'sent by them'
  | 'own service'
  | 'same team'
  | 'own area'
  | 'programme-wide'
  | 'pseudonymised only'
  | 'whole install';

type Grant = readonly [Role, Relation];

const everyCase: readonly Grant[] = [
  ['key_worker', 'own caseload'],
  ['key_worker', 'covering'],
  ['team_manager', 'same team'],
  ['local_lead', 'own area'],
  ['programme_office', 'programme-wide'],
];
/** Everybody who works in the programme itself. */
const programmeStaff: readonly Grant[] = [
  ['key_worker', 'programme-wide'],
  ['team_manager', 'programme-wide'],
  ['local_lead', 'programme-wide'],
  ['programme_office', 'programme-wide'],
];
const everyReader: readonly Grant[] = [
  ['key_worker', 'programme-wide'],
  ['team_manager', 'programme-wide'],
  ['local_lead', 'programme-wide'],
  ['programme_office', 'programme-wide'],
  ['evaluator', 'programme-wide'],
  ['administrator', 'whole install'],
];

/** Action → who, with what relation to the record. */
export const policy = {
  'case.list': everyCase,
  'case.read': [...everyCase, ['key_worker', 'lately theirs']],
  /** Notes, assessments, activities, jobs: what a meeting makes. */
  'case.record': everyCase,
  /** The part of a meeting that only its author (who 'sent' it) and their manager may read. */
  'meeting.private': [
    ['key_worker', 'sent by them'],
    ['team_manager', 'sent by them'],
    ['local_lead', 'sent by them'],
    ['programme_office', 'sent by them'],
    ['team_manager', 'same team'],
  ],
  /** Personal details, referral, attachment, moves. */
  'case.correct': everyCase,
  'case.history': everyCase,
  /** Goals, steps, promises, and the staircase that is drawn from them. */
  'plan.read': [...everyCase, ['key_worker', 'lately theirs']],
  'plan.write': everyCase,
  /** Approving a plan or returning it, where the programme asks for it; never one's own asking. */
  'plan.approve': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  'case.refer': [
    ['team_manager', 'same team'],
    ['local_lead', 'own area'],
    ['programme_office', 'programme-wide'],
  ],
  'case.reassign': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Placing and lifting a restriction, and saying who may open the record. */
  'case.restrict': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Who covers whose caseload while they are away. */
  'cover.manage': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Who needs a key worker today, and why. */
  'today.read': [
    ['key_worker', 'own caseload'],
    ['key_worker', 'covering'],
    ['team_manager', 'same team'],
  ],
  /** Putting a reason off until another day, and calling it back. */
  'today.put_off': [
    ['key_worker', 'own caseload'],
    ['key_worker', 'covering'],
  ],
  /** Group sessions: when they are and how full; planning one. Who takes part is a matter of their cases. */
  'group.read': [
    ['key_worker', 'programme-wide'],
    ['team_manager', 'programme-wide'],
    ['local_lead', 'programme-wide'],
    ['programme_office', 'programme-wide'],
  ],
  'group.plan': [
    ['key_worker', 'programme-wide'],
    ['team_manager', 'programme-wide'],
    ['programme_office', 'programme-wide'],
  ],
  /** The list of a session: who takes part and who came. For whoever leads it, and their managers. */
  'group.lead': [
    ['key_worker', 'own caseload'],
    ['key_worker', 'covering'],
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** A place for somebody, and giving it up. */
  'group.take': everyCase,
  /** Visits away from the office and the risks that are known: planning, beginning, ending. */
  'visit.plan': everyCase,
  /** Approving the plan of a visit where a risk is known; never one's own. */
  'visit.approve': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Answering for a colleague who has not said that a visit ended: whoever is there, for minutes count. */
  'visit.answer': [
    ['key_worker', 'programme-wide'],
    ['team_manager', 'programme-wide'],
    ['local_lead', 'programme-wide'],
    ['programme_office', 'programme-wide'],
  ],
  /** The loads of a team, worker by worker. */
  'load.read': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Giving a key worker more people than the programme's limit, with a reason. */
  'load.override': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  'time.record': [['key_worker', 'own caseload']],
  'time.read': [
    ['key_worker', 'own caseload'],
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** That supervision is booked and was held. Its content is written nowhere. */
  'supervision.read': [
    ['key_worker', 'own caseload'],
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  'supervision.book': [
    ['key_worker', 'own caseload'],
    ['team_manager', 'same team'],
  ],
  'supervision.confirm': [['key_worker', 'own caseload']],
  /** The diary of a worker: their day and week, with the names of those whose records the reader may open. */
  'diary.read': everyCase,
  /** Hours of work, leave and protected time of a worker, and what becomes of their appointments while they are away. */
  'diary.manage': [
    ['key_worker', 'own caseload'],
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Passing a limit of the diary (too many a day, protected time) with a reason. */
  'appointment.override': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** What is booked at a site and in its rooms. */
  'site.read': [
    ['key_worker', 'programme-wide'],
    ['team_manager', 'programme-wide'],
    ['local_lead', 'programme-wide'],
    ['programme_office', 'programme-wide'],
  ],
  /** Sites, rooms and interpreters. */
  'site.manage': [
    ['team_manager', 'programme-wide'],
    ['programme_office', 'programme-wide'],
  ],
  /** Deciding what a worker proposed about an interview: a failure to attend, a waiver, another result of a screening. Never one's own. */
  'interview.decide': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** What waits to be decided, a sample to look at, and how workers differ. */
  'interview.oversee': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  'referral_in.send': [['referrer', 'programme-wide']],
  /** The status of what they sent, and nothing more. */
  'referral_in.own': [['referrer', 'sent by them']],
  'referral_in.decide': [
    ['team_manager', 'same team'],
    ['local_lead', 'own area'],
    ['programme_office', 'programme-wide'],
  ],
  /** What looks earned and unclaimed, and deciding whether it is. */
  'claim.find': [
    ['key_worker', 'own caseload'],
    ['key_worker', 'covering'],
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  'claim.record': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Preparing the claim of a milestone that was reached. */
  'claim.prepare': everyCase.filter(([role]) => role !== 'local_lead'),
  /** Checking a claim that somebody else prepared; the contract says which roles may. Never one's own. */
  'claim.check': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Submitting claims, and what the commissioner answered and paid. */
  'claim.settle': [['programme_office', 'programme-wide']],
  /** Samples of paid claims, checked one by one. */
  'claim.audit': [['programme_office', 'programme-wide']],
  /** What waits to be sent and what is in doubt, by reference alone; letters to print; words of messages. */
  'outbox.read': [['programme_office', 'programme-wide']],
  'outbox.settle': [['programme_office', 'programme-wide']],
  'template.write': [['programme_office', 'programme-wide']],
  'duplicates.review': [['programme_office', 'programme-wide']],
  /** The directory of services and what is known of them. */
  'directory.read': programmeStaff,
  /** Keeping entries true, and writing down what was learned: every change has its author. */
  'directory.write': programmeStaff,
  /** Directives, who may refer where, whose entry it is, hiding what should not stand. */
  'directory.manage': [
    ['team_manager', 'programme-wide'],
    ['local_lead', 'programme-wide'],
    ['programme_office', 'programme-wide'],
  ],
  /** Importing and exporting the whole directory. */
  'directory.load': [['programme_office', 'programme-wide']],
  /** Employers that the programme knows: no person is in it. */
  'employer.read': programmeStaff,
  'employer.write': programmeStaff,
  /** Referring a person to services, and everything that follows. */
  'service.refer': everyCase,
  /** Approving a referral that needs it; never one's own. */
  'service.approve': [
    ['team_manager', 'same team'],
    ['programme_office', 'programme-wide'],
  ],
  /** Referrals of a team that stand still, alarms, and reports about services. */
  'service.oversee': [
    ['team_manager', 'same team'],
    ['local_lead', 'own area'],
    ['programme_office', 'programme-wide'],
  ],
  /** Referrals that were sent to their own organisation, while the person's consent to it holds: nothing else of anybody. */
  'service.answer': [['service_worker', 'own service']],
  /** Their own entry in the directory: places, opening, who to call. Its steward is told. */
  'service.entry': [['service_worker', 'own service']],
  'programme.read': everyReader,
  'programme.load': [['administrator', 'whole install']],
  'report.read': everyReader.filter(([role]) => role !== 'administrator' && role !== 'key_worker'),
  'report.people': [
    ['team_manager', 'same team'],
    ['local_lead', 'own area'],
    ['programme_office', 'programme-wide'],
  ],
  'report.pseudonyms': [['evaluator', 'pseudonymised only']],
  'report.freeze': [['programme_office', 'programme-wide']],
  'import.read': [['programme_office', 'programme-wide']],
  'user.manage': [['administrator', 'whole install']],
  'audit.verify': [['administrator', 'whole install']],
} satisfies Record<string, readonly Grant[]>;

export type Permission = keyof typeof policy;

/** One role of a user, and where it holds. Ids are those of the programme's areas, providers and staff. */
export type Membership = {
  role: Role;
  programmeId: string | null;
  areaId: string | null;
  providerId: string | null;
  staffId: string | null;
  /** Of somebody who works for a service: their organisation in the directory. They belong to no programme. */
  organisationId?: string | null;
  /** Staff whose caseloads this one covers today. */
  covers?: readonly string[];
};

/** Who does something: a signed-in user, or the system (`userId` null: an import, the command line). */
export type Actor = {
  userId: string | null;
  name: string;
  memberships: readonly Membership[];
  /** People whose restricted records they may open now: by a named grant, or by break-glass. */
  opened?: readonly string[];
};

/** The system itself: commands that the operator of the machine runs. It is asked no policy question. */
export const systemActor: Actor = { userId: null, name: 'Newel', memberships: [] };

/** What the policy asks of a record. A programme's own pages give only `programmeId`. */
export type PolicyFacts = {
  programmeId: string;
  case?: CaseFacts;
  /** The user who sent a referral to the programme. */
  sentBy?: string | null;
  /** The organisation that a referral was sent to or an entry belongs to, and whether the person's consent to it holds now. */
  service?: { organisationId: string | null; consent: boolean };
};

/** How a case stands to people. `restricted` is the person's id when their record is restricted, else null. */
export type CaseFacts = {
  areaId: string | null;
  providerId: string | null;
  keyWorkerId: string | null;
  restricted: string | null;
  /** Staff who gave the case away so lately that they may still read it. Left out, nobody. */
  lately?: readonly string[];
};

function holds(relation: Relation, actor: Actor, member: Membership, facts: PolicyFacts): boolean {
  if (relation === 'whole install') return true;
  if (relation === 'own service') {
    const { service } = facts;
    const own = member.organisationId != null && member.organisationId === service?.organisationId;
    return own && service.consent;
  }
  if (member.programmeId === null || member.programmeId !== facts.programmeId) return false;
  if (relation === 'programme-wide' || relation === 'pseudonymised only') return true;
  if (relation === 'sent by them') return facts.sentBy === undefined || facts.sentBy === actor.userId;
  const record = facts.case;
  // A programme's own page, of which the narrower roles see the part that their lists are filtered to.
  if (record === undefined) return true;
  if (relation === 'own caseload') return member.staffId !== null && member.staffId === record.keyWorkerId;
  if (relation === 'lately theirs') return member.staffId !== null && (record.lately ?? []).includes(member.staffId);
  if (relation === 'covering') return record.keyWorkerId !== null && (member.covers ?? []).includes(record.keyWorkerId);
  const sameArea = member.areaId !== null && member.areaId === record.areaId;
  if (relation === 'own area') return sameArea;
  // A team is the staff of one provider in one area; a manager without an area manages all of the provider's.
  return member.providerId !== null && member.providerId === record.providerId && (member.areaId === null || sameArea);
}

/**
 * May the actor do this to the record? A record that is not there (null) is refused like one that is not theirs, and so is
 * a restricted one that was not opened to them, whatever their role.
 */
export function can(actor: Actor, permission: Permission, facts: PolicyFacts | null): boolean {
  if (facts === null) return false;
  const restricted = facts.case?.restricted ?? null;
  if (restricted !== null && !(actor.opened ?? []).includes(restricted)) return false;
  const grants: readonly Grant[] = policy[permission];
  return actor.memberships.some((member) =>
    grants.some(([role, relation]) => role === member.role && holds(relation, actor, member, facts)),
  );
}

/** May the actor do this to any record at all? For lists, which are then filtered by `scopeOf`, and for menus. */
export function canSomewhere(actor: Actor, permission: Permission): boolean {
  const grants: readonly Grant[] = policy[permission];
  return actor.memberships.some((member) => grants.some(([role]) => role === member.role));
}

/**
 * The cases that the policy allows, as ids that SQL can filter by. A case is in it when any part holds; a restricted one only
 * when its person is among the opened besides.
 */
export type Scope = {
  programmeIds: string[];
  areaIds: string[];
  providerIds: string[];
  staffIds: string[];
  /** Both must be the case's. */
  teams: { areaId: string; providerId: string }[];
  /** People whose restricted records are open to the actor. */
  opened: string[];
};

/** The same policy as `can`, for lists: which cases the actor may do this to, in one programme or in all. */
export function scopeOf(actor: Actor, permission: Permission, programmeId?: string): Scope {
  const scope: Scope = {
    programmeIds: [],
    areaIds: [],
    providerIds: [],
    staffIds: [],
    teams: [],
    opened: [...(actor.opened ?? [])],
  };
  const grants: readonly Grant[] = policy[permission];
  for (const member of actor.memberships) {
    if (member.programmeId === null || (programmeId !== undefined && member.programmeId !== programmeId)) continue;
    for (const [role, relation] of grants) {
      if (role !== member.role) continue;
      if (relation === 'own caseload' && member.staffId !== null) scope.staffIds.push(member.staffId);
      else if (relation === 'covering') scope.staffIds.push(...(member.covers ?? []));
      else if (relation === 'own area' && member.areaId !== null) scope.areaIds.push(member.areaId);
      else if (relation === 'programme-wide') scope.programmeIds.push(member.programmeId);
      else if (relation === 'same team' && member.providerId !== null) {
        if (member.areaId === null) scope.providerIds.push(member.providerId);
        else scope.teams.push({ areaId: member.areaId, providerId: member.providerId });
      }
    }
  }
  return scope;
}

/** Organisations for which the actor may do this: those whose worker they are. For lists. */
export function organisationsOf(actor: Actor, permission: Permission): string[] {
  const grants: readonly Grant[] = policy[permission];
  const own = actor.memberships.filter((member) =>
    grants.some(([role, relation]) => role === member.role && relation === 'own service'),
  );
  return [...new Set(own.map((member) => member.organisationId ?? null))].filter((id) => id !== null);
}

/** Programmes in which the actor may do this; null means all of them. */
export function programmesOf(actor: Actor, permission: Permission): string[] | null {
  const grants: readonly Grant[] = policy[permission];
  const found = new Set<string>();
  for (const member of actor.memberships) {
    for (const [role, relation] of grants) {
      if (role !== member.role) continue;
      if (relation === 'whole install') return null;
      if (member.programmeId !== null) found.add(member.programmeId);
    }
  }
  return [...found];
}

// What most people try first. Cut out of a password before the rest is measured.
const commonParts =
  /pa[s$]{2}w[o0]rd|qwerty(uiop)?|asdfgh(jkl)?|zxcvbn(m)?|letmein|welcome|iloveyou|changeme|abc123|1q2w3e(4r)?(5t)?|1234\d*|newel/gi;

/** The rules for a new password (OWASP ASVS 5.0, 6.2): long enough, not the name, not a common one, no rules of composition. Returns what is wrong. */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < 12) return 'Enter a password of 12 characters or more';
  if (password.length > 256) return 'Enter a password of 256 characters or fewer';
  const signInName = email.toLowerCase().split('@')[0] ?? '';
  if (signInName.length > 3 && password.toLowerCase().includes(signInName))
    return 'Enter a password that does not hold your sign-in name';
  if (new Set(password).size < 5) return 'Enter a password with more different characters';
  if (password.replace(commonParts, '').length < 6)
    return 'Enter a password that is harder to guess: three or four words that do not belong together';
  return null;
}

/** Failed sign-ins that are let through for an account and for an address (a whole office may share one), in a window of minutes. */
export const throttle = { account: 10, address: 100, minutes: 15 };
/** A session ends after this many hours without use, and after this many in all. */
export const sessionHours = { idle: 2, most: 12 };
/** Hours for which a restricted record stays open to whoever broke the glass. */
export const glassHours = 4;
