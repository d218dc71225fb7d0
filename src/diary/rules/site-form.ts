/** What is asked of a site and of a room. Pure. */
import type { Question } from '../../kit/form.ts';
import { calendars } from '../../kit/holidays.ts';
import { readTime } from '../../meeting/rules.ts';

const yesNo = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];
const zones = ['Europe/London', 'Pacific/Auckland', 'Pacific/Chatham'];

/** The questions of a site, with the areas of its programme. */
export const siteQuestions = (areas: readonly { id: string; name: string }[]): Question[] => [
  { kind: 'text', name: 'name', label: 'Name', most: 120, required: 'Enter the name of the site' },
  {
    kind: 'choice',
    name: 'area',
    label: 'Area',
    choices: areas.map(({ id, name }) => ({ value: id, text: name })),
    as: 'select',
    none: 'The whole programme',
  },
  { kind: 'text', name: 'address', label: 'Address', most: 300 },
  { kind: 'text', name: 'phone', label: 'Phone', width: 20, most: 30, inputMode: 'tel' },
  {
    kind: 'choice',
    name: 'zone',
    label: 'Time zone',
    choices: zones.map((value) => ({ value, text: value })),
    as: 'select',
    required: 'Choose the time zone',
  },
  {
    kind: 'choice',
    name: 'holidays',
    label: 'Bank holidays of',
    choices: calendars,
    as: 'select',
    required: 'Choose whose bank holidays it keeps',
  },
  {
    kind: 'text',
    name: 'opens',
    label: 'Opens',
    hint: 'For example 9:00',
    width: 5,
    check: readTime,
    required: 'Enter when it opens',
  },
  {
    kind: 'text',
    name: 'closes',
    label: 'Closes',
    hint: 'For example 17:00',
    width: 5,
    check: readTime,
    required: 'Enter when it closes',
  },
  {
    kind: 'choice',
    name: 'step_free',
    label: 'Can it be reached without stairs?',
    choices: yesNo,
    as: 'radios in a row',
    required: 'Say whether it can be reached without stairs',
  },
  {
    kind: 'choice',
    name: 'outreach',
    label: 'Is it a venue of somebody else?',
    choices: yesNo,
    as: 'radios in a row',
    required: 'Say whether it is a venue of somebody else',
  },
];
/** The questions of a room. */
export const roomQuestions: Question[] = [
  { kind: 'text', name: 'room', label: 'Name of the room', most: 80, required: 'Enter the name of the room' },
  { kind: 'number', name: 'places', label: 'Places', least: 1, most: 500, required: 'Enter how many people it holds' },
  {
    kind: 'choice',
    name: 'private',
    label: 'Private: not seen or overheard?',
    choices: yesNo,
    as: 'radios in a row',
    required: 'Say whether it is private',
  },
  {
    kind: 'choice',
    name: 'no_stairs',
    label: 'Without stairs?',
    choices: yesNo,
    as: 'radios in a row',
    required: 'Say whether it can be reached without stairs',
  },
  {
    kind: 'choice',
    name: 'quiet',
    label: 'Quiet?',
    choices: yesNo,
    as: 'radios in a row',
    required: 'Say whether it is quiet',
  },
];

/** The questions of an interpreter. */
export const interpreterQuestions: Question[] = [
  { kind: 'text', name: 'language', label: 'Language', most: 60, required: 'Enter the language' },
  { kind: 'text', name: 'name', label: 'Name', most: 120, required: 'Enter the name' },
];
