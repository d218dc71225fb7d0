/**
 * The same tables made slowly and plainly, straight from the definitions: rows as in the hand-over files, dates as text,
 * filters over arrays, sets of dates. It shares no code with the tables that it checks. For tests.
 */
export type Rows = {
  referrals: {
    id: string;
    area: string;
    on: string;
    sex: string;
    born: string;
    ethnicity: string;
    lastWorked: string;
    tenure: string;
    marital: string;
    dependants: string;
  }[];
  attachments: { id: string; on: string; worker: string }[];
  moves: { id: string; on: string; to: string }[];
  assessments: {
    key: string;
    id: string;
    on: string;
    stage: string;
    ratings: (number | null)[];
    confidence: number | null;
    belief: string;
  }[];
  activities: { id: string; kind: string; on: string }[];
  jobs: {
    key: string;
    id: string;
    from: string;
    to: string;
    area: string;
    occupation: string;
    hours: number | null;
    wage: number | null;
    self: string;
  }[];
  claims: { id: string; milestone: string; on: string }[];
};
export type World = {
  areas: { name: string; provider: string; share: number }[];
  issues: string[];
  physical: number;
  mental: number;
  D: string;
  cohortTo: string;
  target: number;
  n: number;
  m: number;
  pn: number;
  pm: number;
  early: string;
};
/** By 'table | row | column': a number, null for nothing, or names. */
export type Figures = Map<string, number | null | string>;

const date = (text: string) => Temporal.PlainDate.from(text);
const plusMonths = (text: string, months: number) => date(text).add({ months }).toString();
const minusDays = (text: string, days: number) => date(text).subtract({ days }).toString();
const span = (from: string, to: string) => date(from).until(date(to)).days + 1;
const eachDay = (from: string, to: string) =>
  Array.from({ length: Math.max(0, span(from, to)) }, (_, i) => date(from).add({ days: i }).toString());
const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
const percent = (part: number, base: number) => (base === 0 ? null : (part / base) * 100);
const points = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);

export function twin(rows: Rows, world: World): Figures {
  const { D } = world;
  const figures: Figures = new Map();
  const put = (table: string, row: string, column: string, value: number | null | string) =>
    figures.set(`${table} | ${row} | ${column}`, value);
  const share = (table: string, row: string, column: string, part: unknown[], base: unknown[]) => {
    put(table, row, column, percent(part.length, base.length));
    return percent(part.length, base.length);
  };
  const known = (text: string) => world.areas.find(({ name }) => same(name, text))?.name ?? null;

  const referred = rows.referrals.filter(({ on }) => on === '' || on <= D);
  const clients = referred.flatMap((r) => {
    const a = rows.attachments.find(({ id, on }) => id === r.id && on !== '' && on <= D);
    if (!a) return [];
    const areaOn = (day: string) => {
      const moves = rows.moves.filter(({ id, on }) => id === r.id && on !== '' && on <= day && on <= D);
      moves.sort((x, y) => (x.on < y.on ? -1 : 1));
      return known(moves.at(-1)?.to ?? r.area);
    };
    const assessments = rows.assessments
      .filter(({ id, on }) => id === r.id && on !== '' && on <= D)
      .sort((x, y) => `${x.on} ${x.key}`.localeCompare(`${y.on} ${y.key}`, 'en'));
    const initial = assessments.find(({ stage }) => stage === 'initial');
    const re = assessments.filter(({ stage }) => stage === 'reassessment');
    const later = (pick: (x: (typeof re)[number]) => number | null) => re.map(pick).findLast((v) => v !== null) ?? null;
    const jobs = rows.jobs
      .filter(({ id }) => id === r.id)
      .filter((j) => (j.from === '' ? j.to === '' || j.to >= a.on : j.from >= a.on && j.from <= D))
      .sort((x, y) => `${x.from || '9999'} ${x.key}`.localeCompare(`${y.from || '9999'} ${y.key}`, 'en'))
      .map((j) => {
        const left = j.to !== '' && j.to <= D;
        const length = j.from === '' || (left && j.to < j.from) ? null : span(j.from, left ? j.to : D);
        return { ...j, left, length, days: length === null ? [] : eachDay(j.from, left ? j.to : D) };
      });
    const first = jobs[0];
    const worked = new Set(jobs.flatMap(({ days }) => days));
    const window = (end: string, weeks: number) =>
      eachDay(minusDays(end, weeks * 7 - 1), end).filter((d) => worked.has(d)).length;
    const reached = [...worked].some((d) => window(d, world.m) >= world.n * 7);
    const claims = rows.claims
      .filter(({ id, on }) => id === r.id && on !== '' && on <= D)
      .map(({ milestone }) => milestone);
    const latest = jobs.findLast(({ from }) => from !== '');
    const claimed = claims.includes('sustained_job');
    const pipeline = !reached && !claimed && latest && !latest.left && window(D, world.pm) >= world.pn * 7;
    const months = (n: number) => plusMonths(a.on, n) <= D;
    const band = months(18) ? '18+ months' : months(12) ? '12-18 months' : months(6) ? '6-12 months' : 'Under 6 months';
    const age = r.born === '' ? null : date(r.born).until(date(a.on), { largestUnit: 'years' }).years;
    const severe = world.issues.filter((_, i) => (initial?.ratings[i] ?? 0) >= 4);
    const startArea = first ? areaOn(first.from || a.on) : null;
    return [
      {
        ...r,
        attachedOn: a.on,
        worker: a.worker,
        home: areaOn(a.on),
        initial,
        later,
        jobs,
        first,
        worked,
        reached,
        claims,
        claimed,
        pipeline,
        band,
        age,
        severe,
        startArea,
        settled: a.on <= world.cohortTo && a.on <= D,
        kinds: rows.activities
          .filter(({ id, on }) => id === r.id && (on === '' || (on >= a.on && on <= D)))
          .map(({ kind }) => kind),
        has: (label: string) => severe.includes(label),
      },
    ];
  });
  type Client = (typeof clients)[number];
  const providerOf = (area: string | null) => world.areas.find(({ name }) => name === area)?.provider ?? null;
  const areas = world.areas.map(({ name }) => name);
  const providers = [...new Set(world.areas.map(({ provider }) => provider))];

  // referrals
  const rate = new Map<string, number | null>();
  for (const area of [...areas, 'Total']) {
    const here = referred.filter((r) => area === 'Total' || known(r.area) === area);
    const joined = here.filter(({ id }) => clients.some((c) => c.id === id));
    put('referrals', area, 'Referred', here.length);
    put('referrals', area, 'Attached', joined.length);
    rate.set(area, share('referrals', area, 'Attachment rate', joined, here));
  }
  put('referrals', 'Total', 'Share of referral target', percent(referred.length, world.target));
  const whole = (area: string) => Math.floor((rate.get(area) ?? -1) + 0.5 + 1e-9);
  const above = rate.get('Total') === null ? [] : areas.filter((area) => whole(area) > whole('Total'));
  put('referrals', "Areas whose whole-percent rate is above the programme's", 'Number', above.length);
  put('referrals', "Areas whose whole-percent rate is above the programme's", 'Areas', above.join(', '));

  // profile and starter profile
  const out3 = ['3-5 years', '6-10 years', '11+ years', 'never worked'];
  const lines: [string, (c: Client) => boolean | null][] = [
    ['Male', (c) => (c.sex === '' ? null : c.sex === 'Male')],
    ['Female', (c) => (c.sex === '' ? null : c.sex === 'Female')],
    ['Aged 45 and over', (c) => (c.age === null ? null : c.age >= 45)],
    ['White British', (c) => (c.ethnicity === '' ? null : c.ethnicity === 'White British')],
    ['Not worked for 3 years or more, or never', (c) => (c.lastWorked === '' ? null : out3.includes(c.lastWorked))],
    [
      'Not worked for 11 years or more, or never',
      (c) => (c.lastWorked === '' ? null : out3.slice(2).includes(c.lastWorked)),
    ],
    [
      'Does not believe could find and obtain work',
      (c) => (c.initial?.belief ? c.initial.belief.toLowerCase() === 'no' : null),
    ],
    [
      'Low confidence in being successful in work',
      (c) => (c.initial?.confidence == null ? null : c.initial.confidence <= 2),
    ],
    ['Social rented from the council', (c) => (c.tenure === '' ? null : c.tenure === 'Social rented - council')],
    ['Married', (c) => (c.marital === '' ? null : c.marital === 'Married')],
    ['Single', (c) => (c.marital === '' ? null : c.marital === 'Single')],
    ['Has dependants', (c) => (c.dependants === '' ? null : Number(c.dependants) > 0)],
  ];
  for (const area of [...areas, 'Total']) {
    const here = clients.filter((c) => area === 'Total' || c.home === area);
    for (const [row, test] of lines.slice(0, 8)) {
      const base = here.filter((c) => test(c) !== null);
      put('profile', row, `${area} base`, base.length);
      share(
        'profile',
        row,
        area,
        base.filter((c) => test(c)),
        base,
      );
    }
  }
  const out = (years: string[]) => clients.filter((c) => years.includes(c.lastWorked));
  share('profile', 'Of those, not worked for 11 years or more, or never', 'Total', out(out3.slice(2)), out(out3));

  // issues
  const assessed = clients.filter((c) => c.initial);
  for (const area of [...areas, 'Total']) {
    const here = assessed.filter((c) => area === 'Total' || c.home === area);
    put('2-1', 'n', area, here.length);
    for (const issue of world.issues) {
      share(
        '2-1',
        issue,
        area,
        here.filter((c) => c.has(issue)),
        here,
      );
      put('2-1 counts', issue, area, here.filter((c) => c.has(issue)).length);
    }
  }
  const p = (c: Client) => c.has(world.issues[world.physical] ?? '');
  const m = (c: Client) => c.has(world.issues[world.mental] ?? '');
  const cohorts: [string, Client[]][] = [
    ['Physical health severe, mental health not severe', assessed.filter((c) => p(c) && !m(c))],
    ['Mental health severe, physical health not severe', assessed.filter((c) => m(c) && !p(c))],
    ['Both physical and mental health severe', assessed.filter((c) => p(c) && m(c))],
    ['Neither physical nor mental health severe', assessed.filter((c) => !p(c) && !m(c))],
  ];
  const ages: [string, number, number][] = [
    ['Under 25', -999, 24],
    ['25-34', 25, 34],
    ['35-44', 35, 44],
    ['45-54', 45, 54],
    ['55 and over', 55, 999],
  ];
  for (const [row, group] of cohorts) {
    put('2-2', row, 'Clients', group.length);
    share('2-2', row, 'Percent', group, assessed);
    for (const [band, low, high] of ages) {
      const aged = group.filter((c) => c.age !== null);
      share(
        '2-5',
        band,
        row,
        aged.filter((c) => (c.age ?? 0) >= low && (c.age ?? 0) <= high),
        aged,
      );
    }
    const time = group.filter((c) => c.lastWorked !== '');
    share(
      '2-5',
      'Not worked for 11 years or more, or never',
      row,
      time.filter((c) => out3.slice(2).includes(c.lastWorked)),
      time,
    );
    for (const issue of world.issues)
      share(
        'issues by health cohort',
        issue,
        row,
        group.filter((c) => c.has(issue)),
        group,
      );
  }
  for (let count = 0; count <= world.issues.length; count += 1) {
    const group = assessed.filter((c) => c.severe.length === count);
    put('2-4', String(count), 'Clients', group.length);
    share('2-4', String(count), 'Percent', group, assessed);
  }
  share(
    '2-4',
    '3 or more',
    'Percent',
    assessed.filter((c) => c.severe.length >= 3),
    assessed,
  );

  // activities and distance travelled
  const labels: [string, string][] = [
    ['Job interviews', 'job_interview'],
    ['Voluntary work', 'voluntary_work'],
    ['Work trials', 'work_trial'],
    ['Work placements', 'work_placement'],
  ];
  for (const band of ['Under 6 months', '6-12 months', '12-18 months', '18+ months', 'Total']) {
    const here = clients.filter((c) => band === 'Total' || c.band === band);
    put('3-1', 'N', band, here.length);
    for (const [row, kind] of labels) {
      put('3-1', row, band, here.filter((c) => c.kinds.includes(kind)).length);
      share(
        '3-1',
        row,
        `${band} percent`,
        here.filter((c) => c.kinds.includes(kind)),
        here,
      );
    }
    if (band === 'Total') continue;
    world.issues.forEach((issue, i) => {
      const pairs = here.flatMap((c) => {
        const before = c.initial?.ratings[i] ?? null;
        const after = c.later(({ ratings }) => ratings[i] ?? null);
        return before === null || after === null ? [] : [after - before];
      });
      const better = pairs.filter((change) => change < 0);
      const worse = pairs.filter((change) => change > 0);
      put('distance travelled', issue, `${band} base`, pairs.length);
      put('distance travelled', issue, `${band} improved`, better.length);
      put('distance travelled', issue, `${band} same`, pairs.filter((change) => change === 0).length);
      put('distance travelled', issue, `${band} worsened`, worse.length);
      const net = points(
        share('distance travelled', issue, `${band} improved percent`, better, pairs),
        percent(worse.length, pairs.length),
      );
      put('distance travelled', issue, `${band} net points`, net);
    });
  }

  // job starts
  const starters = clients.filter((c) => c.first);
  put('job starts', 'Total', 'Clients', starters.length);
  share('job starts', 'Total', 'Percent of attached', starters, clients);
  for (const provider of providers) {
    const own = starters.filter((c) => providerOf(c.startArea) === provider);
    put('job starts', provider, 'Clients', own.length);
    share(
      'job starts',
      provider,
      'Percent of attached',
      own,
      clients.filter((c) => providerOf(c.home) === provider),
    );
    put(
      'job starts',
      provider,
      'Share contracted',
      world.areas.filter((a) => a.provider === provider).reduce((t, a) => t + a.share, 0),
    );
  }
  for (const area of areas) {
    const own = starters.filter((c) => c.startArea === area);
    put('job starts', area, 'Clients', own.length);
    share('job starts', area, 'Share of job starts', own, starters);
    share(
      'job starts',
      area,
      'Percent of attached',
      own,
      clients.filter((c) => c.home === area),
    );
  }
  const contracted = world.areas.filter(
    (a) => starters.filter((c) => c.startArea === a.name).length * 100 > a.share * starters.length,
  );
  put(
    'job starts',
    'Areas above their contracted share',
    'Areas',
    starters.length === 0 ? '' : contracted.map((a) => a.name).join(', '),
  );
  const dated = starters.filter((c) => c.first?.from);
  const soon = dated.filter((c) => (c.first?.from ?? '') <= plusMonths(c.attachedOn, 13));
  put('job starts', 'Within 13 months of attachment', 'Base', dated.length);
  share('job starts', 'Within 13 months of attachment', 'Percent', soon, dated);
  const quarter = (day: string) => `${day.slice(0, 4)} Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  for (const label of new Set(dated.map((c) => quarter(c.first?.from ?? '')))) {
    put('job starts by quarter', label, 'Clients', dated.filter((c) => quarter(c.first?.from ?? '') === label).length);
  }
  const placed = starters.filter((c) => known(c.first?.area ?? ''));
  put('3-2', 'n', 'Clients', placed.length);
  for (const area of areas) {
    const here = placed.filter((c) => c.startArea === area);
    const to = (other: string) => here.filter((c) => known(c.first?.area ?? '') === other);
    put('3-2', area, 'n', here.length);
    share('3-2', area, 'Self-containment', to(area), here);
    const flows = areas.filter((other) => other !== area && to(other).length > 0);
    const most = Math.max(0, ...flows.map((other) => to(other).length));
    put(
      '3-2',
      area,
      'Greatest outflow to',
      flows
        .filter((other) => to(other).length === most)
        .toSorted()
        .join(', '),
    );
    put('3-2', area, 'Greatest outflow', percent(most, here.length));
    share(
      'jobs by place of work',
      area,
      'Percent',
      placed.filter((c) => known(c.first?.area ?? '') === area),
      placed,
    );
  }

  // the settled cohort
  const settled = clients.filter((c) => c.settled);
  const groups: [string, Client[]][] = [
    ['Non-starters', settled.filter((c) => !c.first)],
    ['Starters', settled.filter((c) => c.first)],
  ];
  put('starter profile', 'Cohort', 'Clients', settled.length);
  share('starter profile', 'Cohort', 'Percent of all job starts', groups[1]?.[1] ?? [], starters);
  for (const [row, test] of lines.filter((_, i) => i < 6 || i > 7)) {
    const [without, having] = groups.map(([column, group]) => {
      const base = group.filter((c) => test(c) !== null);
      put('starter profile', row, `${column} base`, base.length);
      return share(
        'starter profile',
        row,
        column,
        base.filter((c) => test(c)),
        base,
      );
    });
    put('starter profile', row, 'Difference', points(having ?? null, without ?? null));
  }
  for (const issue of world.issues) {
    const [without, having] = groups.map(([column, group]) => {
      const base = group.filter((c) => c.initial);
      return share(
        '3-3',
        issue,
        column,
        base.filter((c) => c.has(issue)),
        base,
      );
    });
    put('3-3', issue, 'Difference', points(without ?? null, having ?? null));
  }
  for (const [column, group] of groups) {
    const base = group.filter((c) => c.initial);
    for (let n = 0; n <= world.issues.length; n += 1)
      put('3-9', String(n), column, base.filter((c) => c.severe.length === n).length);
    share(
      '3-9',
      '3 or more',
      `${column} percent`,
      base.filter((c) => c.severe.length >= 3),
      base,
    );
    const pairs = group.flatMap((c) => {
      const before = c.initial?.confidence ?? null;
      const after = c.later(({ confidence }) => confidence);
      return before === null || after === null ? [] : [{ before, after }];
    });
    put('3-10', 'Base', column, pairs.length);
    const low = share(
      '3-10',
      'Low confidence (0-2)',
      `${column} at attachment`,
      pairs.filter(({ before }) => before <= 2),
      pairs,
    );
    const lowAfter = share(
      '3-10',
      'Low confidence (0-2)',
      `${column} at latest reassessment`,
      pairs.filter(({ after }) => after <= 2),
      pairs,
    );
    put('3-10', 'Low confidence (0-2)', `${column} change`, points(lowAfter, low));
    share(
      '3-10',
      'No confidence (0)',
      `${column} at attachment`,
      pairs.filter(({ before }) => before === 0),
      pairs,
    );
    share(
      '3-10',
      'Rating higher',
      column,
      pairs.filter(({ before, after }) => after > before),
      pairs,
    );
    share(
      '3-10',
      'Rating lower',
      column,
      pairs.filter(({ before, after }) => after < before),
      pairs,
    );
  }
  const bands: [string, number, number][] = [
    ['Under 2', 0, 1],
    ['2 or 3', 2, 3],
    ['4 or 5', 4, 5],
    ['6 or 7', 6, 7],
    ['8 or more', 8, 99],
    ['Total', 0, 99],
  ];
  for (const [band, low, high] of bands) {
    const here = settled.filter((c) => c.initial && c.severe.length >= low && c.severe.length <= high);
    put('3-4', band, 'Clients', here.length);
    share(
      '3-4',
      band,
      'Percent',
      here.filter((c) => c.first),
      here,
    );
    const days = here
      .filter((c) => c.first?.from)
      .map((c) => span(c.attachedOn, c.first?.from ?? '') - 1)
      .sort((x, y) => x - y);
    const middle = [days[Math.floor((days.length - 1) / 2)] ?? 0, days[Math.floor(days.length / 2)] ?? 0];
    put('3-5', band, 'Started a job', days.length);
    put('3-5', band, 'Median days', days.length === 0 ? null : ((middle[0] ?? 0) + (middle[1] ?? 0)) / 2);
    put('3-5', band, 'Mean days', days.length === 0 ? null : days.reduce((t, d) => t + d, 0) / days.length);
  }

  // jobs
  const nature = 'nature of first jobs';
  for (const label of new Set(starters.map((c) => c.first?.occupation ?? ''))) {
    put(
      nature,
      `Occupation: ${label || 'not known'}`,
      'Clients',
      starters.filter((c) => c.first?.occupation === label).length,
    );
  }
  share(
    nature,
    'Self-employed',
    'Percent',
    starters.filter((c) => c.first?.self === 'yes'),
    starters,
  );
  const paid = starters.filter((c) => c.first?.wage != null);
  put(nature, 'Wage not known', 'Clients', starters.length - paid.length);
  const wage = (low: number, high: number) =>
    paid.filter((c) => (c.first?.wage ?? 0) >= low && (c.first?.wage ?? 0) < high);
  share(nature, 'Wage: Under £7', 'Percent of known', wage(0, 7), paid);
  share(nature, 'Wage: £7 to under £10', 'Percent of known', wage(7, 10), paid);
  share(nature, 'Wage: £10 or more', 'Percent of known', wage(10, 1e9), paid);
  const hours = (low: number, high: number) =>
    starters.filter((c) => c.first?.hours != null && c.first.hours >= low && c.first.hours < high);
  share(nature, 'Hours: Under 16', 'Percent', hours(0, 16), starters);
  share(nature, 'Hours: 16 to under 24', 'Percent', hours(16, 24), starters);
  share(nature, 'Hours: 24 to under 40', 'Percent', hours(24, 40), starters);
  share(nature, 'Hours: 40 or more', 'Percent', hours(40, 1e9), starters);
  share(
    nature,
    'Hours: not known',
    'Percent',
    starters.filter((c) => c.first?.hours == null),
    starters,
  );
  const left = starters.filter((c) => c.first?.left);
  share(
    'journeys',
    'Still in first job',
    'Percent',
    starters.filter((c) => !c.first?.left),
    starters,
  );
  share(
    'journeys',
    'Left first job, no other job',
    'Percent',
    left.filter((c) => c.jobs.length === 1),
    starters,
  );
  share(
    'journeys',
    'Left first job, had another job',
    'Percent',
    left.filter((c) => c.jobs.length > 1),
    starters,
  );
  share(
    'journeys',
    'In work',
    'Percent',
    starters.filter((c) => c.jobs.some((j) => !j.left)),
    starters,
  );
  put(
    'journeys',
    'Left first job, had another job, in work',
    'Clients',
    left.filter((c) => c.jobs.slice(1).some((j) => !j.left)).length,
  );
  const lasting = (table: string, own: Client[], suffix: string) => {
    const jobs = own.flatMap((c) => c.jobs);
    for (const [row, weeks] of [
      ['Any length of time', 0],
      ['13+ weeks', 13],
      ['26+ weeks', 26],
      ['39+ weeks', 39],
      ['50+ weeks', 50],
    ] as const) {
      const long = jobs.filter((j) => weeks === 0 || (j.length ?? 0) >= weeks * 7);
      put(table, row, `Left job${suffix}`, long.filter((j) => j.left).length);
      put(table, row, `Total${suffix}`, long.length);
      share(
        table,
        row,
        `Percent still in${suffix}`,
        long.filter((j) => !j.left),
        long,
      );
    }
    put(table, 'Length unknown', `Total${suffix}`, jobs.filter((j) => j.length === null).length);
  };
  lasting('3-6', starters, '');
  for (const provider of providers)
    lasting(
      '3-6 by provider',
      starters.filter((c) => providerOf(c.startArea) === provider),
      `: ${provider}`,
    );
  put('journeys', 'Jobs', 'Jobs', starters.flatMap((c) => c.jobs).length);
  for (const weeks of [13, 26]) {
    const base = dated.filter((c) => span(c.first?.from ?? '', D) >= weeks * 7);
    put('3-16', `${weeks} weeks`, 'Base', base.length);
    share(
      '3-16',
      `${weeks} weeks`,
      'Percent did not remain',
      base.filter((c) => c.worked.size < weeks * 7),
      base,
    );
  }

  // outcomes
  const states: [string, Client[]][] = [
    ['Reached and claimed', clients.filter((c) => c.reached && c.claimed)],
    ['Reached, not claimed', clients.filter((c) => c.reached && !c.claimed)],
    ['Claimed, not reached by the dates held', clients.filter((c) => !c.reached && c.claimed)],
    ['Pipeline', clients.filter((c) => c.pipeline)],
  ];
  for (const [row, group] of states) {
    put('sustained', row, 'Clients', group.length);
    for (const provider of providers)
      put(
        'sustained',
        row,
        provider,
        group.filter((c) => providerOf(c.first ? c.startArea : c.home) === provider).length,
      );
  }
  put(
    'sustained',
    'Claimed, attached early enough',
    'Clients',
    clients.filter((c) => c.claimed && c.attachedOn <= world.early).length,
  );
  const single = clients.filter((c) => c.jobs.some((j) => (j.length ?? 0) >= world.n * 7));
  put('sustained', 'Reached in one job', 'Clients', single.length);
  put(
    'sustained',
    'Reached over two or more jobs',
    'Clients',
    clients.filter((c) => c.reached && !single.includes(c)).length,
  );
  for (const milestone of ['attachment', 'job_start', 'sustained_job']) {
    put('claims', milestone, 'Clients', clients.filter((c) => c.claims.includes(milestone)).length);
  }
  for (const provider of [...providers, 'Total']) {
    const own = clients.filter((c) => provider === 'Total' || providerOf(c.home) === provider);
    const workers = new Set(own.map((c) => c.worker).filter((w) => w !== '')).size;
    put('caseload', provider, 'Key Workers', workers);
    put('caseload', provider, 'Clients per Key Worker', workers === 0 ? null : own.length / workers);
  }
  put('rows left out', 'Attached clients without an initial assessment', 'Rows', clients.length - assessed.length);
  put(
    'rows left out',
    'Jobs without a start date (length unknown)',
    'Rows',
    clients.flatMap((c) => c.jobs.filter((j) => j.from === '')).length,
  );
  return figures;
}
