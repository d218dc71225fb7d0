/** What this room brings to the page of a service: what people said of it that their workers shared with colleagues. */
import type { SaidOf } from '../../directory/actions/known.ts';
import { sharedRatings } from '../actions/views.ts';
import { sharedHtml } from '../pages/liaison.ts';

/** By month and without a name; nothing where nobody said anything that is shared. One statement. */
export const saidOfService: SaidOf = async (sql, serviceId) => sharedHtml(await sharedRatings(sql, serviceId));
