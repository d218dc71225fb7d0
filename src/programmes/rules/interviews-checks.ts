import { shown } from '../../kit/problems.ts';
import { type Interviews, type SettingKind, settingKinds } from './interviews.ts';

/** The part of a document that the check reads. */
type Given = { interviews?: Interviews; areas: readonly { name: string }[]; key: string };
type Say = (path: string, message: string) => void;

/** What is wrong with the section besides each value by itself: path and message. */
export function interviewProblems(document: Given): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const section = document.interviews;
  if (section === undefined) return problems;
  const say: Say = (path, message) => problems.push({ path: `interviews.${path}`, message });
  checkTwice(section, say);
  const areas = document.areas.map(({ name }) => name.toLowerCase());
  const area = (path: string, name: string) => {
    if (!areas.includes(name.toLowerCase())) say(path, `is not an area of this document; got ${shown(name)}`);
  };
  for (const [index, one] of section.districts.entries()) area(`districts[${index}].area`, one.area);
  for (const [index, one] of (section.elsewhere ?? []).entries())
    if (one.programme === document.key)
      say(`elsewhere[${index}].programme`, 'is this programme; give it a series instead');
  checkSettings(section, area, say);
  checkScreening(section, say);
  const asked = section.series.findIndex((one) => one.screening);
  if (asked >= 0 && section.screening === undefined)
    say(`series[${asked}].screening`, 'needs a screening document; add the section screening, or say false');
  for (const about of ['waiver', 'deferral'] as const)
    if (!section.guidance.some((one) => one.about === about)) say('guidance', `has none about ${about}; add one`);
  if (!section.failure.causes.some(({ good }) => good)) say('failure.causes', 'has no good cause; name one at least');
  if (section.voluntaryPlaces === 0 && section.afterLast.some(({ takesPlace }) => takesPlace))
    say('voluntaryPlaces', 'must be 1 or more where a choice after the last interview takes a place');
  return problems;
}

function checkTwice(section: Interviews, say: Say): void {
  const twice = (path: string, values: readonly string[]) => {
    const again = values.findIndex((value, at) => values.indexOf(value) !== at);
    if (again >= 0) say(`${path}[${again}]`, `${shown(values[again])} is there already; give each its own`);
  };
  const codes: Record<string, readonly { code: string }[]> = {
    series: section.series,
    exemptions: section.exemptions,
    intervalReasons: section.intervalReasons,
    'failure.causes': section.failure.causes,
    'failure.channels': section.failure.channels,
    'failure.protectedPeople': section.failure.protectedPeople,
    'failure.visitOutcomes': section.failure.visitOutcomes,
    'failure.proposals': section.failure.proposals,
    'waiver.reasons': section.waiver.reasons,
    'deferral.reasons': section.deferral.reasons,
    afterLast: section.afterLast,
  };
  for (const [path, list] of Object.entries(codes))
    twice(
      path,
      list.map(({ code }) => code),
    );
  twice(
    'districts',
    section.districts.map(({ area }) => area.toLowerCase()),
  );
  twice(
    'guidance',
    section.guidance.map(({ about, from }) => `${about} from ${from}`),
  );
  twice(
    'guidance',
    section.guidance.map(({ about, version }) => `${about} ${version}`),
  );
  twice(
    'settings',
    section.settings.map(
      ({ key, district, from }) => `${key} of ${district?.toLowerCase() ?? 'every district'} from ${from}`,
    ),
  );
  twice(
    'screening',
    (section.screening ?? []).map(({ version }) => `version ${version}`),
  );
}

function checkSettings(section: Interviews, area: (path: string, name: string) => void, say: Say): void {
  for (const [index, one] of section.settings.entries()) {
    const path = `settings[${index}]`;
    if (one.district !== undefined) area(`${path}.district`, one.district);
    const kind: SettingKind = settingKinds[one.key];
    const { value } = one;
    if (kind.number !== undefined) {
      const [least = 0, most = 0] = kind.number;
      if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
        say(`${path}.value`, `must be a whole number from ${least} to ${most}; got ${shown(value)}`);
    } else if (kind.oneOf !== undefined) {
      if (typeof value !== 'string' || !Object.hasOwn(kind.oneOf, value))
        say(`${path}.value`, `must be one of ${Object.keys(kind.oneOf).join(', ')}; got ${shown(value)}`);
    } else if (kind.yesNo) {
      if (typeof value !== 'boolean') say(`${path}.value`, `must be true or false; got ${shown(value)}`);
    } else if (typeof value !== 'string') say(`${path}.value`, `must be a text; got ${shown(value)}`);
  }
  for (const name of ['response_days', 'response_unit', 'bank_holidays'] as const)
    if (!section.settings.some((one) => one.key === name && one.district === undefined))
      say('settings', `has no ${name} for every district; add one without a district`);
}

function checkScreening(section: Interviews, say: Say): void {
  for (const [index, one] of (section.screening ?? []).entries()) {
    const path = `screening[${index}]`;
    for (const [at, rule] of one.out.entries()) {
      const question = one.questions.find(({ key }) => key === rule.question);
      if (question === undefined) {
        say(`${path}.out[${at}].question`, `is none of its questions; got ${shown(rule.question)}`);
        continue;
      }
      const strange = rule.in.find((code) => !question.choices.some((choice) => choice.code === code));
      if (strange !== undefined) say(`${path}.out[${at}].in`, `${shown(strange)} is no answer of ${question.key}`);
    }
    const keys = one.questions.map(({ key }) => key);
    const again = keys.find((key, at) => keys.indexOf(key) !== at);
    if (again !== undefined) say(`${path}.questions`, `asks ${shown(again)} more than once`);
  }
}
