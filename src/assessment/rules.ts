/** The door of the room: instruments, answers, and what follows from them. Pure. */
export {
  ANSWER_STATES,
  type Answer,
  type AnswerState,
  type Answers,
  answerText,
  fromStored,
  parseAnswer,
  parseAnswers,
  type Stored,
  sameAnswer,
  toStored,
  type Value,
} from './rules/answers.ts';
export { checkInstrument } from './rules/check.ts';
export {
  type ChoiceQuestion,
  type Direction,
  type InstrumentDocument,
  InstrumentSchema,
  type Question,
  questionsOf,
  type ScaleQuestion,
  type Section,
  type YesNoQuestion,
} from './rules/document.ts';
export { isIssue, isSevere, issuesOf, ratingOf, severeAnswer, severeCount } from './rules/severity.ts';
