/** Choosing a service in a form: a part of its name is typed, and one of those that are found is chosen. */
import type { Sql } from '../../kit/db.ts';
import { type Choice, type Errors, type Question, type Typed, typedText } from '../../kit/form.ts';
import { findService, servicesCalled } from '../actions/entries.ts';

/** As many services are shown to choose from. */
const mostShown = 10;

/** What was found by what was typed: services to choose from, the one that is meant, and what is wrong. */
export type Looked = { found: readonly Choice[]; id: string | null; errors: Errors };
/** Nothing was looked for. */
export const nothingLooked: Looked = { found: [], id: null, errors: {} };

/** The question, with those that were found to choose from once there are some. `required` as in every question. */
export const serviceQuestions = (label: string, found: readonly Choice[], required?: string): Question[] => [
  {
    ...{ kind: 'text', name: 'service', label, hint: 'A part of its name', most: 200, width: 30, autocomplete: 'off' },
    ...(required === undefined ? {} : { required }),
  },
  ...(found.length === 0
    ? []
    : [
        {
          ...{ kind: 'choice' as const, name: 'service_id', label: 'Which one is it?', choices: found },
          ...{ none: 'None of these', as: 'radios' as const },
        },
      ]),
];

/**
 * Looks for the service that a form names. It is meant when it was chosen from those that are found, or when it is the only one
 * whose whole name was typed. Else what is wrong says what to do: nothing that was typed is lost.
 */
export async function lookForService(sql: Sql, typed: Typed): Promise<Looked> {
  const text = typedText(typed, 'service').slice(0, 200);
  if (text === '') return nothingLooked;
  const all = await servicesCalled(sql, text, mostShown + 1);
  const found = all.slice(0, mostShown).map(({ id, name, organisation_name: organisation }) => ({
    ...{ value: id, text: name },
    ...(organisation === null ? {} : { hint: organisation }),
  }));
  const chosen = found.find(({ value }) => value === typedText(typed, 'service_id'));
  const whole = found.filter((one) => one.text.toLowerCase() === text.toLowerCase());
  const meant = chosen ?? (whole.length === 1 ? whole[0] : undefined);
  if (meant !== undefined) return { found, id: meant.value, errors: {} };
  if (found.length === 0)
    return { ...nothingLooked, errors: { service: 'No service is found by that. Enter another part of its name' } };
  return {
    ...{ found, id: null },
    errors: {
      service_id:
        all.length > mostShown
          ? `More than ${mostShown} services are found. Choose one, or enter more of its name`
          : 'Choose which service it is, or enter another part of its name',
    },
  };
}

/** A form that is opened about one service: what is typed in it, and that service to choose. */
export async function aboutService(sql: Sql, id: string): Promise<{ typed: Typed; looked: Looked }> {
  const service = await findService(sql, id);
  if (service === null) return { typed: {}, looked: nothingLooked };
  const found = [{ value: service.id, text: service.name }];
  return { typed: { service: service.name, service_id: service.id }, looked: { found, id: service.id, errors: {} } };
}
