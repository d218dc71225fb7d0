/** What the tests need of the machine besides npm packages: Debian's Chromium (its headless shell), R and PostgreSQL 15. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** PostgreSQL 15, the oldest that is supported. */
export const POSTGRES_15 = '/usr/lib/postgresql/15/bin';

// The headless shell is Chromium without its windows: a page costs half the processor's time. A machine that has the whole of it
// already, and where nothing may be installed, does as well.
const SHELL = '/usr/bin/chromium-headless-shell';
const WHOLE = '/usr/bin/chromium';
/** Debian's Chromium, as it is on this machine. */
export const chromiumProgram = (): string => (fs.existsSync(SHELL) ? SHELL : WHOLE);

type Need = { package: string; program: string; instead?: string };
const NEEDS: readonly Need[] = [
  { package: 'chromium-headless-shell', program: SHELL, instead: WHOLE },
  { package: 'r-base-core', program: '/usr/bin/Rscript' },
  { package: 'postgresql-15', program: `${POSTGRES_15}/postgres` },
  { package: 'python3-jsonschema', program: '/usr/lib/python3/dist-packages/jsonschema/__init__.py' },
];

/** Keeps Debian from making and starting a cluster of its own, which no test uses. */
const NO_CLUSTER = '/etc/postgresql-common/createcluster.d/newel-tests.conf';

/**
 * Installs the missing packages when this process is root.
 * @returns undefined when everything is there, else what to tell the user
 */
export function ensureNeeds(log: (line: string) => void): string | undefined {
  const root = process.getuid?.() === 0;
  const missing = missingPackages({ orInstead: !root });
  if (missing.length === 0) return undefined;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!root) return `These tests need ${missing.join(', ')}. Run this, then try again:\n\n  sudo sh -c '${command}'\n`;

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
  const still = missingPackages({ orInstead: true });
  if (still.length === 0) return undefined;
  return `${result.stdout}${result.stderr}${result.error?.message ?? ''}\nCould not install ${still.join(', ')}. Run this yourself: ${command}`;
}

function missingPackages({ orInstead }: { orInstead: boolean }): string[] {
  const there = ({ program, instead }: Need) =>
    fs.existsSync(program) || (orInstead && instead !== undefined && fs.existsSync(instead));
  return NEEDS.filter((need) => !there(need)).map((need) => need.package);
}
