/** Contracts: those that ship with Newel, and the versions that were loaded. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { together } from '../../kit/together.ts';
import { listProgrammes, programmeByKey } from '../../programmes/actions.ts';
import { type Contract, contractProblems } from '../rules/contract.ts';
import { versionFor } from '../rules/money.ts';
import * as store from '../store/contracts.ts';

const FOLDER = join(import.meta.dirname, '../../../programmes/contracts');

// Documents that ship do not change while the process runs.
let shipped: Promise<Contract[]> | undefined;

/** The contracts that ship with Newel, read once. Throws when one of them is no contract. */
export function shippedContracts(): Promise<Contract[]> {
  shipped ??= readContracts(FOLDER);
  return shipped;
}

async function readContracts(folder: string): Promise<Contract[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (name) => {
      const document: unknown = JSON.parse(await readFile(join(folder, name), 'utf8'));
      const problems = contractProblems(document);
      if (problems.length > 0) throw new Error(`NEWEL_CONTRACT: ${name} does not fit: ${problems.join('; ')}`);
      return document as Contract;
    }),
  );
}

/** A contract with its versions, in the order in which they were loaded. */
export type ContractInUse = { key: string; programme: string; versions: readonly [Contract, ...Contract[]] };

// A version that was loaded never changes, so its document is read once, by digest.
const documents = new Map<string, Contract>();

/**
 * Every contract by its key. One that ships and of which no version was loaded is there as it ships.
 * `programme` narrows to the contracts of a programme.
 */
export async function contractsInUse(sql: Sql, programme?: string): Promise<ContractInUse[]> {
  const rows = await store.contractVersions(sql, {});
  const digests = rows.map(({ digest }) => digest).filter((digest) => !documents.has(digest));
  if (digests.length > 0)
    for (const { digest, document } of await store.documentsOf(sql, { digests })) documents.set(digest, document);
  const found = new Map<string, Contract[]>();
  for (const { contract, digest } of rows) {
    const list = found.get(contract) ?? [];
    found.set(contract, list);
    list.push(documents.get(digest) as Contract);
  }
  for (const one of await shippedContracts()) if (!found.has(one.key)) found.set(one.key, [one]);
  return [...found]
    .map(([key, versions]) => ({
      key,
      programme: (versions[0] as Contract).programme,
      versions: versions as unknown as ContractInUse['versions'],
    }))
    .filter((one) => programme === undefined || one.programme === programme)
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

type Choices = { programmes: Awaited<ReturnType<typeof listProgrammes>>; inUse: ContractInUse[] };
const kept = new WeakMap<Sql, Map<string, { choices: Choices; until: number }>>();
const FRESH_FOR_MS = 5000;

/**
 * Programmes (these, or all for null) and every contract, as they were within the last five seconds: what pages about claims are
 * narrowed by. They change when somebody loads a document, which is seldom; the pages are read all day.
 */
export async function choicesFor(sql: Sql, ids: string[] | null, day: string): Promise<Choices> {
  const known = kept.get(sql) ?? new Map();
  kept.set(sql, known);
  const key = `${day} ${ids?.join(' ') ?? 'all'}`;
  const found = known.get(key);
  if (found !== undefined && performance.now() < found.until) return found.choices;
  const [programmes, inUse] = await together(sql, [
    (one) => listProgrammes(one, { day, ids }),
    (one) => contractsInUse(one),
  ]);
  if (known.size >= 1000) known.clear();
  known.set(key, { choices: { programmes, inUse }, until: performance.now() + FRESH_FOR_MS });
  return { programmes, inUse };
}

/** The version that holds for people attached on a day (a day number); null is the first. See `versionFor`. */
export const versionOn = ({ versions }: ContractInUse, attachedOn: number | null): Contract =>
  versionFor(versions, attachedOn);

/** The version that was loaded last: whose words a list of everybody is headed with. */
export const latestOf = ({ versions }: ContractInUse): Contract => versions.at(-1) ?? versions[0];

/** What loading came to. Nothing was written unless it is 'loaded'. */
export type LoadedContract =
  | { outcome: 'loaded' | 'unchanged'; key: string; version: number }
  | { outcome: 'refused'; problems: string[] };

/**
 * Loads a contract as the next version of its key, with the event 'contract.loaded'. The document that already holds from its day on
 * changes nothing. Before the first version of a contract that ships, what ships is loaded, so that people attached earlier keep theirs.
 */
export async function loadContract(tx: Tx, actor: Actor, document: unknown, today: string): Promise<LoadedContract> {
  const problems = contractProblems(document);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const contract = document as Contract;
  const { key, programme: ofProgramme } = contract;
  const refused = (problem: string): LoadedContract => ({ outcome: 'refused', problems: [`/programme: ${problem}`] });
  const programme = await programmeByKey(tx, ofProgramme);
  if (programme === null) return refused(`there is no programme '${ofProgramme}'; load it first`);
  await store.lockContract(tx, { contract: key });
  const versions = (await store.contractVersions(tx, {})).filter((row) => row.contract === key);
  const ships = (await shippedContracts()).find((one) => one.key === key);
  const owner = versions[0]?.programme ?? ships?.programme ?? ofProgramme;
  if (owner !== ofProgramme) return refused(`'${key}' is a contract of '${owner}'`);
  const wanted = versions.length === 0 && ships !== undefined ? [ships, contract] : [contract];
  const standing = versions.map((row) => ({ from: row.valid_from, version: row.version, digest: row.digest }));
  let outcome: 'loaded' | 'unchanged' = 'unchanged';
  let version = 0;
  for (const one of wanted) {
    const canonical = canonicalize(one) as string;
    const digest = createHash('sha256').update(canonical).digest('hex');
    const same = standing.findLast(({ from }) => from === one.validFrom);
    version = same?.digest === digest ? same.version : standing.length + 1;
    if (same?.digest === digest) continue;
    standing.push({ from: one.validFrom, version, digest });
    outcome = 'loaded';
    await store.insertVersion(tx, {
      ...{ id: newId(), contract: key, version, programme: ofProgramme, validFrom: one.validFrom },
      ...{ document: canonical, digest, loadedBy: actor.userId },
    });
    await recordEvent(tx, actor, {
      kind: 'contract.loaded',
      programmeId: programme.id,
      happenedOn: today,
      payload: { contract: key, version, validFrom: one.validFrom, digest },
    });
  }
  return { outcome, key, version };
}

/**
 * Keeps the contracts that ship as first versions, for programmes that are loaded: from then on an upgrade of Newel that ships another
 * document does not change by what people are judged.
 */
export async function keepShippedContracts(db: Database, today: string): Promise<void> {
  const kept = new Set((await store.contractVersions(db, {})).map(({ contract }) => contract));
  for (const one of await shippedContracts())
    if (!kept.has(one.key) && (await programmeByKey(db, one.programme)) !== null)
      await transaction(db, (tx) => loadContract(tx, systemActor, one, today));
}
