/** An organisation with a service to which somebody can be referred. Made up. */
import type { Database } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';

/** Adds an organisation with one service; `service` names further columns of it. Resolves to both ids. */
export async function addService(
  db: Database,
  given: { organisation?: string; name?: string; service?: Readonly<Record<string, unknown>> } = {},
): Promise<{ organisationId: string; serviceId: string }> {
  const { organisation = 'Bolton Debt Advice', name = 'Debt advice', service = {} } = given;
  const [organisationId, serviceId] = [newId(), newId()];
  await db.query(`insert into organisation (id, name, description, doc) values ($1, $2, 'Made up', '{}')`, [
    organisationId,
    organisation,
  ]);
  const row = {
    ...{ id: serviceId, organisation_id: organisationId, name, description: 'Made up', status: 'active', doc: '{}' },
    ...service,
  };
  const columns = Object.keys(row);
  await db.query(
    `insert into service (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
  return { organisationId, serviceId };
}
