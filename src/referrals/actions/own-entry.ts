/** A service keeps its own entry in the directory true: how many places, when the next start, who to call. Its steward is told. */
import { tell } from '../../access/actions/notices.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import { findService, type ServiceRow, saveService } from '../../directory/actions/entries.ts';
import { stewardsOf } from '../../directory/actions/stewards.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { isUuid } from '../../kit/uuid.ts';
import type { At } from '../rules/mover.ts';

/** The service that a path names, for whoever works for its organisation. It is nobody's record: consent is not asked. */
export const ownServiceRecord: RecordLoader<{ service: ServiceRow }> = {
  param: 'ownServiceId',
  async load(sql, id) {
    const service = isUuid(id) ? await findService(sql, id) : null;
    if (service === null || service.organisation_id === null) return null;
    return { programmeId: '', service: { ...service, organisationId: service.organisation_id, consent: true } };
  },
};

/** What a service may say of itself without asking anybody. Days are 'YYYY-MM-DD'. */
export type OwnFacts = Pick<
  ServiceRow,
  'places' | 'places_taken' | 'next_start' | 'closed_from' | 'closed_to' | 'contact_phone' | 'contact_email'
>;

/**
 * Keeps what the service says of itself, at the version that was seen, with the history of the entry (kind 'capacity') in the name
 * of who said it, and tells its steward. 'same' when nothing differs, 'stale' when somebody else changed it: nothing is written then.
 */
export function saveOwnEntry(
  db: Database,
  actor: Actor,
  of: { id: string; version: number },
  facts: OwnFacts,
  at: At,
): Promise<'saved' | 'same' | 'stale'> {
  return transaction(db, async (tx) => {
    const before = await findService(tx, of.id);
    if (before === null) return 'stale';
    const changed = (Object.keys(facts) as (keyof OwnFacts)[]).some((name) => facts[name] !== before[name]);
    if (!changed) return before.version === of.version ? 'same' : 'stale';
    const changes = { ...facts, capacity_on: at.today };
    const saved = await saveService(tx, { actor, name: actor.name }, { ...of, changes, kind: 'capacity' }, at);
    if (saved.outcome !== 'saved') return saved.outcome;
    const stewards = (await stewardsOf(tx, of.id)).filter(({ to_day: to }) => to === null);
    await tell(
      tx,
      stewards.map(({ user_id: id }) => id),
      { kind: 'entry changed', href: `/directory/services/${of.id}`, about: of.id },
    );
    return 'saved';
  });
}
