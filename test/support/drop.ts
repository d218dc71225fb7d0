import pg from 'pg';

/**
 * Drops a database and whoever is still connected to it. An autovacuum worker that is at work there belongs to the
 * server, not to us, so `force` is refused then; a plain drop ends such workers itself and waits for the rest.
 */
export async function dropDatabase(client: pg.ClientBase, name: string): Promise<void> {
  try {
    await client.query(`drop database if exists ${name} with (force)`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === '42501')) throw error;
    await client.query(`drop database if exists ${name}`);
  }
}
