import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/**
 * The files a browser fetches: one stylesheet, fonts, an icon and ES modules. They are made once for each version of
 * their sources, in a folder named by a hash over those sources, and may be cached for ever under that name.
 */

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const GOVUK = join(MODULES, 'govuk-frontend', 'dist', 'govuk');
const MOJ = join(MODULES, '@ministryofjustice', 'frontend', 'moj');
const FONT = join(MODULES, '@fontsource-variable', 'atkinson-hyperlegible-next');
const STYLES = join(HERE, 'styles');
const BROWSER = join(HERE, 'browser');

/** Packages whose version decides what the assets are. */
const PACKAGES = [
  'govuk-frontend',
  '@ministryofjustice/frontend',
  '@fontsource-variable/atkinson-hyperlegible-next',
  'sass',
];

const FONTS: Readonly<Record<string, string>> = {
  'atkinson-latin.woff2': 'atkinson-hyperlegible-next-latin-wght-normal.woff2',
  'atkinson-latin-ext.woff2': 'atkinson-hyperlegible-next-latin-ext-wght-normal.woff2',
  'atkinson-italic-latin.woff2': 'atkinson-hyperlegible-next-latin-wght-italic.woff2',
  'atkinson-italic-latin-ext.woff2': 'atkinson-hyperlegible-next-latin-ext-wght-italic.woff2',
};

// Only what pages use. The whole of MoJ Frontend would bring its date picker and editors, and its own copy of GOV.UK's.
const MOJ_MODULES = [
  'common/index.mjs',
  'helpers.mjs',
  'components/add-another/add-another.mjs',
  'components/alert/alert.mjs',
  'components/button-menu/button-menu.mjs',
  'components/sortable-table/sortable-table.mjs',
];
const GOVUK_MODULES = ['i18n.mjs', 'common/index.mjs'];

export interface Assets {
  /** The folder that holds the files. */
  readonly root: string;
  /** Where they are served: '/assets/<hash>/'. */
  readonly prefix: string;
  readonly hash: string;
}

interface Source {
  readonly hash: string;
  /** Every name that `assetUrl` knows. */
  readonly names: ReadonlySet<string>;
}

const ownFiles = (folder: string, end: RegExp): string[] =>
  readdirSync(folder)
    .filter((name) => end.test(name) && !name.includes('.test.'))
    .sort();

let known: Source | undefined;

/** What the assets are made of, read once for a process. */
function source(): Source {
  if (known) return known;
  const hash = createHash('sha256');
  const styles = ownFiles(STYLES, /\.(scss|svg|ts)$/);
  const browser = ownFiles(BROWSER, /\.js$/);
  for (const name of styles) hash.update(`${name}\0`).update(readFileSync(join(STYLES, name)));
  for (const name of browser) hash.update(`${name}\0`).update(readFileSync(join(BROWSER, name)));
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of PACKAGES) {
    const { version } = JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8')) as { version: string };
    hash.update(`${name}@${version}\0`);
  }
  const names = new Set(['newel.css', 'icon.svg', 'govuk-frontend.min.js', ...browser, ...Object.keys(FONTS)]);
  known = { hash: hash.digest('hex').slice(0, 16), names };
  return known;
}

/**
 * The address of an asset, such as 'newel.css' or 'app.js': '/assets/<hash>/newel.css'. It changes when any source of
 * the assets changes. Throws RangeError for a name that is not among them.
 */
export function assetUrl(name: string): string {
  const { hash, names } = source();
  if (!names.has(name)) throw new RangeError(`there is no asset named ${name}`);
  return `/assets/${hash}/${name}`;
}

/** Compiles the stylesheet; about two seconds. Sass is loaded only here, so that a start with a full cache is quick. */
export async function compileStyles(): Promise<string> {
  const sass = await import('sass');
  const { themed } = await import('./styles/theme.ts');
  const { css } = await sass.compileAsync(join(STYLES, 'newel.scss'), {
    loadPaths: [ROOT],
    style: 'expanded',
    quietDeps: true,
    logger: sass.Logger.silent,
    charset: false,
  });
  const { css: small } = sass.compileString(themed(css), {
    style: 'compressed',
    syntax: 'css',
    charset: false,
    logger: sass.Logger.silent,
  });
  return small;
}

/** A module of a package as a browser can load it: bare names become paths, and no source map is asked for. */
export function browserModule(text: string, depth: number): string {
  const up = '../'.repeat(depth) || './';
  return text
    .replaceAll("'govuk-frontend/dist/govuk/i18n.mjs'", `'${up}govuk/i18n.mjs'`)
    .replaceAll("'govuk-frontend'", `'${up}govuk-frontend.min.js'`)
    .replace(/\/\/# sourceMappingURL=.*$/gm, '');
}

const zip = promisify(gzip);
const brotli = promisify(brotliCompress);

/** Writes a text file with a smaller copy beside it for each encoding, as `preCompressed` serves them. */
async function writeText(root: string, name: string, text: string): Promise<void> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  const data = Buffer.from(text);
  await Promise.all([
    writeFile(path, data),
    zip(data, { level: 9 }).then((small) => writeFile(`${path}.gz`, small)),
    brotli(data).then((small) => writeFile(`${path}.br`, small)),
  ]);
}

async function make(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const copies: Promise<void>[] = [];
  for (const [name, file] of Object.entries(FONTS)) copies.push(copyFile(join(FONT, 'files', file), join(root, name)));
  const text = async (name: string, path: string, depth: number): Promise<void> =>
    writeText(root, name, browserModule(await readFile(path, 'utf8'), depth));
  copies.push(
    text('govuk-frontend.min.js', join(GOVUK, 'govuk-frontend.min.js'), 0),
    readFile(join(STYLES, 'icon.svg'), 'utf8').then((icon) => writeText(root, 'icon.svg', icon)),
  );
  for (const name of ownFiles(BROWSER, /\.js$/)) {
    copies.push(readFile(join(BROWSER, name), 'utf8').then((own) => writeText(root, name, own)));
  }
  for (const name of MOJ_MODULES) copies.push(text(`moj/${name}`, join(MOJ, name), name.split('/').length));
  for (const name of GOVUK_MODULES) copies.push(text(`govuk/${name}`, join(GOVUK, name), name.split('/').length));
  copies.push(compileStyles().then((css) => writeText(root, 'newel.css', css)));
  await Promise.all(copies);
}

/**
 * Makes the assets in `cacheDir/<hash>` unless they are there already. Serve `root` at `prefix` as immutable, with
 * `preCompressed`. A half-made folder is never left under the final name.
 */
export async function buildAssets(cacheDir: string): Promise<Assets> {
  const { hash } = source();
  const root = join(cacheDir, hash);
  const assets = { root, prefix: `/assets/${hash}/`, hash };
  if (existsSync(root)) return assets;
  const draft = join(cacheDir, `.draft-${hash}-${process.pid}`);
  await rm(draft, { recursive: true, force: true });
  try {
    await make(draft);
    // Another process may have been faster; its files are the same.
    await rename(draft, root).catch((error: unknown) => {
      if (!existsSync(root)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return assets;
}
