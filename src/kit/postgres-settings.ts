import fs from 'node:fs';
import os from 'node:os';
import type { Home } from './postgres-home.ts';

const MB = 1024 * 1024;

/**
 * Settings for one application on one machine. Rows' values stay out of the log: an error's DETAIL names them
 * (a duplicate's key, say), so errors are terse and statements are not written.
 */
export function settings(home: Home, port: number, ephemeral: boolean): Record<string, string | number> {
  const limit = process.constrainedMemory();
  const memory = Math.min(os.totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY) / MB;
  // A quarter of the memory, as PostgreSQL's manual has it; what is not used is not taken from the machine.
  const shared = Math.max(64, Math.min(ephemeral ? 256 : 4096, Math.floor(memory / 4)));
  return {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: home.socketDir ?? '',
    unix_socket_permissions: '0700',
    max_connections: ephemeral ? 300 : 100,
    shared_buffers: `${shared}MB`,
    effective_cache_size: `${Math.max(shared, Math.floor(memory / 2))}MB`,
    work_mem: memory >= 4096 ? '32MB' : '8MB',
    maintenance_work_mem: memory >= 4096 ? '256MB' : '64MB',
    max_wal_size: ephemeral ? '2GB' : '4GB',
    random_page_cost: 1.1,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    // A container often has 64 MB of /dev/shm, which one parallel hash join can fill.
    ...(smallShm() ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...(ephemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
}

function smallShm(): boolean {
  try {
    const { blocks, bsize } = fs.statfsSync('/dev/shm');
    return blocks * bsize < 512 * MB;
  } catch {
    return true;
  }
}
