/** What a user is told of, by kind. The words hold no personal data; the link leads to the page that does. */
export const noticeKinds = {
  'glass broken': 'A restricted record that you answer for was opened with a reason',
  'restriction review': 'A restriction is due to be looked at again',
  'restriction unowned': 'A restriction is due to be looked at again, and nobody answers for it any more',
  'referral arrived': 'A referral has arrived',
  'referral asked': 'More is asked about a referral that you sent',
  'referral answered': 'A question about a referral was answered',
  'referral decided': 'A referral that you sent was decided',
  'referral noted': 'There is a note about a referral that you sent',
  'worker asked': 'Somebody asks for another key worker',
  'case given': 'A case was given to you',
  'cases given': 'Cases were given to you',
  'cover planned': 'You cover for a colleague',
  'cover arranged': 'A colleague covers your caseload while you are away',
  'cover changed': 'Cover for a caseload has changed or ended',
  'return asked': 'Somebody asks to come back',
  'file made': 'A file that you asked for is ready',
  'group place': 'Somebody who waited for a place in a group session has one',
  'group place lost': 'Somebody lost a place in a group session that was moved: they have another appointment then',
  'visit approval': 'A colleague asks you to approve a visit',
  'visit approved': 'Your visit was approved',
  'visit refused': 'Your visit was not approved, and is cancelled',
  'visit to begin': 'Say that your visit has begun, or cancel it',
  'visit not ended': 'A colleague has not said that a visit ended: find out whether they are safe',
  'visit help': 'A colleague on a visit asks for help now',
  'visit answered': 'Somebody answered for a visit',
} as const;

/** One kind of notice. */
export type NoticeKind = keyof typeof noticeKinds;
