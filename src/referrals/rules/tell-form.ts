/** The questions with which a service is told. Pure. */
import { choicesOf } from '../../directory/rules/codes.ts';
import type { Question } from '../../kit/form.ts';
import { type Takes, type WayName, ways, wayTo } from './ways.ts';

/** How, and what comes of it. A referral that the service knows of is sent again, and its state stays. */
export function tellQuestions(row: Takes & { state: string }, today: string): Question[] {
  const possible = (Object.keys(ways) as WayName[]).filter((name) => 'mode' in wayTo(name, row));
  return [
    {
      ...{ kind: 'choice', name: 'way', label: 'How do you tell them?', required: 'Choose how you tell them' },
      choices: possible.map((name) => ({ value: name, text: ways[name].text })),
    },
    {
      ...{ kind: 'day', name: 'day', label: 'When?', required: 'Enter the day' },
      latest: { day: today, message: 'Enter a day that is today or in the past' },
    },
    ...(row.state === 'agreed' ? then : []),
  ];
}

/** What is asked besides, by what comes of it: the names of questions. */
export const askedOf = { book: ['on', 'at', 'place', 'told'], 'they will call': ['by'], send: [] } as const;

const then: readonly Question[] = [
  {
    ...{ kind: 'choice', name: 'leads', label: 'What comes of it?', required: 'Say what comes of it' },
    choices: [
      { value: 'book', text: 'The first appointment is booked' },
      { value: 'they will call', text: 'They will call the person' },
      { value: 'send', text: 'They will answer' },
    ],
  },
  { kind: 'day', name: 'on', label: 'First appointment: which day?' },
  { kind: 'text', name: 'at', label: 'First appointment: at what time?', hint: 'For example 14:30', width: 5, most: 5 },
  { kind: 'text', name: 'place', label: 'First appointment: where?', most: 300 },
  {
    ...{ kind: 'choice', name: 'told', label: 'Does the person know of it?', as: 'radios in a row' },
    choices: choicesOf({ yes: 'Yes, they are here', no: 'Not yet' }),
  },
  { kind: 'day', name: 'by', label: 'They call the person by which day?' },
];
