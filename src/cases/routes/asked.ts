import { staffOf } from '../../access/actions.ts';
import type { EditContext } from './edit.ts';

/** Today, as 'YYYY-MM-DD'. */
export const todayOf = ({ clock }: EditContext): string => clock.today().toString();

/** The staff of the case's programme, to choose from. */
export async function staffChoices({ db, record }: EditContext) {
  const staff = await staffOf(db, { programmeId: record.programmeId });
  return staff.map((one) => ({ value: one.id, text: `${one.given_name} ${one.family_name} (${one.code})` }));
}

/** The member of staff of the case's programme with this id, or null: the id came with a form. */
export async function staffNamed(context: EditContext, id: unknown) {
  const staff = await staffOf(context.db, { programmeId: context.record.programmeId });
  const found = staff.find((one) => one.id === id);
  return found === undefined ? null : { id: found.id, name: `${found.given_name} ${found.family_name}` };
}
