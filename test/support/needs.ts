/** What the tests need of the machine besides npm packages: Debian's Chromium, R and PostgreSQL 15. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** PostgreSQL 15, the oldest that is supported. */
export const POSTGRES_15 = '/usr/lib/postgresql/15/bin';

const NEEDS = [
  { package: 'chromium', program: '/usr/bin/chromium' },
  { package: 'r-base-core', program: '/usr/bin/Rscript' },
  { package: 'postgresql-15', program: `${POSTGRES_15}/postgres` },
];

/** Keeps Debian from making and starting a cluster of its own, which no test uses. */
const NO_CLUSTER = '/etc/postgresql-common/createcluster.d/newel-tests.conf';

/**
 * Installs the missing packages when this process is root.
 * @returns undefined when everything is there, else what to tell the user
 */
export function ensureNeeds(log: (line: string) => void): string | undefined {
  const missing = missingPackages();
  if (missing.length === 0) return undefined;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0)
    return `These tests need ${missing.join(', ')}. Run this, then try again:\n\n  sudo sh -c '${command}'\n`;

  log(`Installing ${missing.join(', ')}`);
  if (missing.includes('postgresql-15') && !fs.existsSync(NO_CLUSTER)) {
    fs.mkdirSync(NO_CLUSTER.replace(/\/[^/]+$/, ''), { recursive: true });
    fs.writeFileSync(NO_CLUSTER, 'create_main_cluster = false\n');
  }
  const result = spawnSync('sh', ['-c', command], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const still = missingPackages();
  if (still.length === 0) return undefined;
  return `${result.stdout}${result.stderr}${result.error?.message ?? ''}\nCould not install ${still.join(', ')}. Run this yourself: ${command}`;
}

function missingPackages(): string[] {
  return NEEDS.filter(({ program }) => !fs.existsSync(program)).map((need) => need.package);
}
