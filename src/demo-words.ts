/** What the demonstration's people say of themselves, and what their key worker wrote down for whoever takes over. All made up. */

/** First sentence, what they are good at, what they want: lists of different lengths, so that no two people say the same. */
export const firsts = [
  'I am a parent of two, and the school run is the best part of my day.',
  'I am a neighbour, a gardener and a bit of a talker.',
  'Born and bred here. I know every bus route in the city.',
  'I cared for my mum until last year. Now it is my turn.',
  'I am quiet until you know me.',
  'I am the one who keeps the family going.',
  'I left school at fifteen and have worked with my hands since.',
  'People see the stick first. I would like them to see me.',
  'I am the eldest of five and still sort everybody out.',
  'I have been sober since 4 January.',
  'I came to this city with one suitcase and stayed.',
  'I love music, dogs and being left alone in the morning.',
  'I was a soldier. I do not talk about that with people I do not know.',
] as const;

export const skills = [
  'I can mend anything with a plug on it.',
  'I am good with old people; they trust me.',
  'I cook for forty at the community kitchen on Fridays.',
  'Give me a list and I will finish it.',
  'I write well when nobody stands over me.',
  'I never forget a face or a number.',
  'I kept the books for my uncle’s shop.',
  'I make people laugh, even on bad days.',
  'I drove a fork-lift for years without a scratch.',
  'I speak three languages and a bit of a fourth.',
  'I notice when somebody is not all right.',
] as const;

export const wishes = [
  'I want to be tired from work, not from worry.',
  'I want my kids to see me go out of the door in the morning.',
  'I want a job where nobody shouts.',
  'I would like to earn my own money again.',
  'I do not want to be rushed.',
  'I want to use my head.',
  'A few hours to begin with, then we will see.',
] as const;

type Words = { inShort: string; strengths: string; whatHelps: string; whatDoesNot: string; nextThings: string };

/** Stories that hang together. None says who it is about, so that each fits several people. */
export const stories: readonly Words[] = [
  {
    inShort: 'Wants part-time work near home. Panic attacks on buses stand in the way more than the knee does.',
    strengths: 'Ran a market stall for eight years. Turned up to every meeting since June, mostly early.',
    whatHelps: 'First appointment of the day. Walking while talking. One thing at a time, written down.',
    whatDoesNot: 'Group sessions: left two of them in tears. Letters in brown envelopes stay unopened.',
    nextThings: 'Practise the number 86 together twice. Ask the garden centre on Barlow Moor Road about Saturdays.',
  },
  {
    inShort: 'Debt first: cannot think about work while the bailiff’s letters come. Then warehouse or driving.',
    strengths: 'Clean licence, fork-lift ticket until next spring. Honest about what is owed to the penny.',
    whatHelps: 'Going through the letters together, with tea. Straight answers.',
    whatDoesNot: 'Being told to budget. Phone queues: hangs up after five minutes.',
    nextThings: 'Debt adviser on Thursday week; I promised to come along. Renew the fork-lift ticket by May.',
  },
  {
    inShort: 'Depression for years, better since the new tablets. Volunteers one morning and wants a second.',
    strengths: 'Kind and exact. The charity shop trusts them with the till.',
    whatHelps: 'A text the evening before. Praise that is specific. Knowing what comes next.',
    whatDoesNot: 'Surprises, changed rooms, a different face at reception.',
    nextThings: 'Second morning at the shop from Easter. Talk to the GP about the tablets and driving.',
  },
  {
    inShort: 'Looks after a father with dementia. Needs hours that fit round the day centre: ten to two.',
    strengths: 'Organised beyond belief: keeps three calendars. Has an NVQ in care that nobody ever asked about.',
    whatHelps: 'Home visits. Planning two weeks ahead. Talking about them, not only about Dad.',
    whatDoesNot: 'Appointments after three. Being called a carer when they came about work.',
    nextThings: 'Carer’s assessment is asked for; ring the council if nothing by the 12th. CV needs the NVQ on it.',
  },
  {
    inShort:
      'A back that will not lift again after the accident. Grieves for the trade. Office work is a word, not yet a wish.',
    strengths: 'Knows how buildings go together. Apprentices loved the teaching.',
    whatHelps: 'Short meetings with standing up. Talking shop. Seeing workplaces instead of reading about them.',
    whatDoesNot: 'Tests on a computer. Anything that sounds like ‘light duties’.',
    nextThings: 'Visit to the college’s building department with its head. Pain clinic letter is due.',
  },
  {
    inShort:
      'Left a violent home last year and is safe now. Wants cleaning work at first, then to train as a teaching assistant.',
    strengths: 'Learned to read English in eighteen months. Both children are doing well at school.',
    whatHelps: 'The same worker each time. Meeting at the library. A plan for the school holidays.',
    whatDoesNot: 'Anybody ringing the flat. Being asked to tell it again.',
    nextThings: 'Level 1 maths begins in April. The school would take a volunteer: ask for Mrs Dolan.',
  },
  {
    inShort:
      'Out of work since the plant closed. Sure that nobody takes on somebody their age, and has stopped applying.',
    strengths: 'Years at one firm, never late. References that others would frame.',
    whatHelps: 'Facts. Somebody who rings employers first. A bit of football talk.',
    whatDoesNot: 'Motivation courses. Clipboards.',
    nextThings: 'Work trial at the bus depot: I am waiting for dates. Glasses from the optician before it.',
  },
  {
    inShort: 'Drinks less than a year ago and more than they say. Wants the flat sorted, then work outdoors.',
    strengths: 'Keeps every promise that is small enough. Good with tools and animals.',
    whatHelps: 'Mornings. Small steps for the same day. Not making a thing of a missed meeting.',
    whatDoesNot: 'Being asked about drink at the start. Long forms.',
    nextThings: 'Housing panel on the 20th. City farm would have a Tuesday place after that.',
  },
  {
    inShort: 'Autistic, diagnosed late, relieved by it. Excellent with data, worn out by open offices.',
    strengths: 'Taught themself spreadsheets that most offices would pay for. Says exactly what they mean.',
    whatHelps: 'Questions by email beforehand. A quiet room, no strip light. Literal words.',
    whatDoesNot: 'Role plays. ‘Tell me about yourself’. Being touched on the arm.',
    nextThings: 'Two employers offer interviews with the questions given beforehand. Access to Work form is half done.',
  },
];

/** What must not be asked again: subject, and what is known or where it stands. */
export const notAgain = [
  ['Why they left school', 'Bullied at 14. Told in full once; it is in the note of the first meeting.'],
  ['The appeal about their benefit', 'Won in November. Nothing is owed either way.'],
  ['The conviction', 'Spent since 2013. It need not be told to anybody.'],
  ['What happened at home', 'Known to the social worker, who holds it. Do not open it here.'],
  ['Their reading', 'Reads slowly and hides it. Read things out without a word about it.'],
  ['The bereavement', 'Lost a child in 2012. They will speak of it when they want to.'],
  ['Their health history', 'The work capability report of last year has it all; a copy is on file.'],
  ['The debt', 'An adviser has the list of all creditors, and does the talking.'],
] as const;

export const supporters = [
  {
    kind: 'next of kin',
    relationship: 'sister',
    names: ['Angela', 'Nasreen', 'Carol', 'Teresa'],
    told: 'appointments',
  },
  { kind: 'next of kin', relationship: 'mother', names: ['Jean', 'Fatima', 'Maureen', 'Irena'], told: 'progress' },
  {
    kind: 'supporter',
    relationship: 'friend from church',
    names: ['Grace', 'Desmond', 'Winston', 'Ruth'],
    told: 'nothing',
  },
  {
    kind: 'professional',
    relationship: 'GP',
    names: ['Dr Chaudhry', 'Dr Hallam', 'Dr Osei', 'Dr Lindqvist'],
    told: 'progress',
  },
  { kind: 'emergency', relationship: 'neighbour', names: ['Pauline', 'Asif', 'Beryl', 'Marek'], told: 'nothing' },
  { kind: 'supporter', relationship: 'support worker', names: ['Leon', 'Shabana', 'Kirsty', 'Owen'], told: 'anything' },
] as const;
export const surnames = [
  'Whitworth',
  'Akhtar',
  'Prestwich',
  'Nowak',
  'Ogden',
  'Bello',
  'Kershaw',
  'Greaves',
  'Mistry',
] as const;
export const formerNames = ['Holroyd', 'Kearney', 'Ashworth', 'Siddall', 'Rahman'] as const;
export const streets = [
  'Birch Road',
  'Canal Street',
  'Moss Lane',
  'Albert Terrace',
  'Station Road',
  'Park View',
] as const;

export const accessNeeds = [
  'A ground-floor room; cannot manage more than six stairs.',
  'Large print, and time to read it.',
  'Reads little: say it, and write down only the time and place.',
  'A chair with arms, and a break after half an hour.',
  'No strip lights; migraine.',
] as const;
export const culturalNeeds = [
  'The fast and the feast days of their faith are kept free.',
  'The children are at home in the school holidays.',
  'Their day of worship is kept free, whatever the shift.',
] as const;

/** First languages and interpreters by a word in the ethnicity on file. */
export const languages: readonly (readonly [RegExp, string, string | null])[] = [
  [/pakistani/i, 'Urdu', null],
  [/bangladeshi/i, 'Bengali', 'Bengali (Sylheti), for anything that is signed'],
  [/african/i, 'Somali', 'Somali, a woman'],
  [/other white/i, 'Polish', null],
  [/arab/i, 'Arabic', 'Arabic, by telephone'],
  [/chinese/i, 'Cantonese', null],
];

/** What people said of how they may be reached. */
export const contacts: readonly Readonly<Record<string, string>>[] = [
  { may_any: 'yes', may_phone: 'yes', may_voicemail: 'no', may_text: 'yes', may_letter: 'yes', how: 'After 10am' },
  { may_any: 'yes', may_phone: 'yes', may_voicemail: 'yes', may_text: 'yes', may_email: 'yes', may_letter: 'yes' },
  {
    may_any: 'yes',
    may_phone: 'no',
    may_voicemail: 'no',
    may_text: 'yes',
    may_letter: 'no',
    how: 'Text only; the phone is shared',
  },
  { may_any: 'yes', may_phone: 'yes', may_text: 'yes' },
  {
    may_any: 'yes',
    may_phone: 'yes',
    may_voicemail: 'no',
    may_letter: 'no',
    how: 'Withhold the number. Never say where you call from',
  },
  { may_any: 'yes', may_phone: 'yes', may_voicemail: 'yes', may_letter: 'yes', may_email: 'no' },
  { may_any: 'no', how: 'They come in on Tuesdays' },
];
