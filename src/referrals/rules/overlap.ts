/** Referrals of one case that overlap or speak against each other (DWP Research Report 555, parallel and repeated ones). Pure. */

/** What is compared. */
export type Compared = {
  id: string;
  kind: string;
  open: boolean;
  service_id: string;
  service_name: string;
  organisation_name: string | null;
  need: string | null;
  need_name: string | null;
  parent_id: string | null;
  made_on: string;
};
/** Something to look at, in words; the referrals that it is about. */
export type Overlap = { kind: 'same need' | 'same service'; ids: [string, string]; words: string };

const name = (one: Compared): string =>
  one.organisation_name === null ? one.service_name : `${one.service_name} (${one.organisation_name})`;

/**
 * Open ones for the same need at two services, and two to one service. Different needs side by side are welcome and say nothing,
 * and so does one that followed from the other; a signpost is no referral.
 */
export function overlapsOf(rows: readonly Compared[]): Overlap[] {
  const open = rows.filter((row) => row.open && row.kind === 'referral');
  const found: Overlap[] = [];
  for (const [index, one] of open.entries())
    for (const other of open.slice(index + 1)) {
      const ids: [string, string] = [one.id, other.id];
      if (one.service_id === other.service_id)
        found.push({
          ...{ kind: 'same service', ids },
          words: `There are two open referrals to ${name(one)}. Withdraw one if that was not meant`,
        });
      else if (one.need !== null && one.need === other.need)
        found.push({
          ...{ kind: 'same need', ids },
          words: `${name(one)} and ${name(other)} both help with ${(one.need_name ?? 'the same need').toLowerCase()}. Agree with the person, and with both, who does what`,
        });
    }
  return found;
}
