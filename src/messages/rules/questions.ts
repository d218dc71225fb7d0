/** The questions of this room's forms. Pure. */
import type { Question } from '../../kit/form.ts';
import { channels, channelText } from './channel.ts';
import { kindLabel, library, libraryKinds, ownWords } from './library.ts';
import { fieldsIn } from './template.ts';

// What every message knows; a kind that names more is sent by the room that knows it.
const always = new Set(['first name', 'worker', 'phone', 'programme']);
/** Kinds that somebody can send by hand. */
export const kindsByHand: readonly string[] = libraryKinds.filter((kind) =>
  channels.every((channel) => {
    const words = library(kind, channel, 'en');
    return words === null || fieldsIn(`${words.subject ?? ''} ${words.body}`).every((name) => always.has(name));
  }),
);

/** Writing a message. The way is chosen by what is safe unless somebody asks for one. */
export const messageQuestions: readonly Question[] = [
  {
    kind: 'choice',
    name: 'kind',
    label: 'What for?',
    choices: [...kindsByHand, ownWords].map((value) => ({ value, text: kindLabel(value) })),
    required: 'Choose what the message is for',
  },
  {
    kind: 'text',
    name: 'subject',
    label: 'Subject, for your own words',
    hint: 'Of an email or a letter. You can leave this empty',
    most: 120,
  },
  {
    kind: 'long text',
    name: 'body',
    label: 'Your own words',
    hint: 'Only with ‘In your own words’. Others may read it over their shoulder: nothing that would embarrass them',
    most: 2000,
    rows: 5,
  },
  {
    kind: 'choice',
    name: 'channel',
    label: 'How?',
    hint: 'What they asked us not to use is never used',
    choices: channels.map((value) => ({ value, text: channelText[value] })),
    as: 'radios in a row',
    none: 'As they prefer',
  },
];

/** Pausing the reminders of a case. */
export const pauseQuestions = (today: string): readonly Question[] => [
  {
    kind: 'text',
    name: 'reason',
    label: 'Why are reminders paused?',
    hint: 'For example in hospital, or asked for none',
    required: 'Enter why reminders are paused',
    most: 200,
  },
  { kind: 'day', name: 'until', label: 'Until when?', hint: 'You can leave this empty', earliest: today },
];

/** The words of a template. */
export const templateQuestions = (channel: string): readonly Question[] => [
  ...(channel === 'text'
    ? []
    : [{ kind: 'text', name: 'subject', label: 'Subject', required: 'Enter the subject', most: 120 } as const]),
  { kind: 'long text', name: 'body', label: 'Words', required: 'Enter the words of the message', most: 4000, rows: 12 },
];
