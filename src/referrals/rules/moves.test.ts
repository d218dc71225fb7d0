import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addWorkingDays, workingDaysBetween } from '../../kit/working-days.ts';
import { holidaysOf, serviceRulesOf } from '../../programmes/rules.ts';
import { dueOf, isOpen, noFacts, statesOf } from './due.ts';
import { countsOf, effectOf, feedbackDays, formIn, paymentOf } from './effects.ts';
import { channelProblem, type GuardFacts, isSensitive, type MoveGiven, problemsOf } from './guards.ts';
import { payloadDigest, payloadOf } from './payload.ts';
import { type MoveName, mayMove, moves, movesFrom, type Side, type State, states } from './states.ts';

const rules = serviceRulesOf({}, { area: null, on: '2008-03-03' });
// Bank holidays of England in 2008.
const bank = [
  '2008-01-01',
  '2008-03-21',
  '2008-03-24',
  '2008-05-05',
  '2008-05-26',
  '2008-08-25',
  '2008-12-25',
  '2008-12-26',
];
const holidays = holidaysOf({ holidays: bank });
const names = Object.keys(moves) as MoveName[];
const sides: readonly Side[] = ['worker', 'service', 'person', 'system'];
const open = (state: State): boolean => states[state].open;

/** A walk along the table: choices pick among the moves that are possible to anybody. */
const walk = (choices: readonly number[]): { states: State[]; moves: MoveName[] } => {
  const seen: State[] = ['offered'];
  const made: MoveName[] = [];
  for (const choice of choices) {
    const state = seen.at(-1) as State;
    const possible = names.filter((name) => sides.some((side) => mayMove(name, state, side)));
    if (possible.length === 0) break;
    const move = possible[choice % possible.length] as MoveName;
    made.push(move);
    seen.push(moves[move].to);
  }
  return { states: seen, moves: made };
};
const walks = fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 });

test('no path leaves a state that is closed, and every open one leads on', () => {
  for (const state of Object.keys(states) as State[]) {
    const possible = sides.flatMap((side) => movesFrom(state, side));
    assert.equal(possible.length > 0, open(state), state);
  }
  fc.assert(
    fc.property(walks, (choices) => {
      const { states: seen } = walk(choices);
      assert.ok(seen.slice(0, -1).every(open));
    }),
  );
});

test('no personal data leaves before consent is in force: every way to the service passes that guard', () => {
  const early: readonly State[] = ['offered', 'introduced', 'awaiting consent', 'awaiting approval', 'agreed'];
  const ended: readonly State[] = ['declined by person', 'consent refused', 'not approved', 'withdrawn'];
  fc.assert(
    fc.property(walks, (choices) => {
      let asked = false;
      const { states: seen, moves: made } = walk(choices);
      for (const [i, move] of made.entries()) {
        const to = seen[i + 1] as State;
        asked ||= (moves[move].guards as readonly string[]).includes('consent in force');
        if (![...early, ...ended].includes(to)) assert.ok(asked, `${made.slice(0, i + 1)}`);
        // The move itself with which the service first hears of somebody asks once more: consent may have ended meanwhile.
        if (early.includes(seen[i] as State) && ![...early, ...ended].includes(to))
          assert.ok((moves[move].guards as readonly string[]).includes('consent in force'), move);
      }
    }),
  );
});

test('every open state has what is due, an owner and a limit after it, on working days; a closed one has none', () => {
  for (const kind of ['referral', 'enquiry', 'signpost'] as const)
    for (const state of Object.keys(statesOf[kind])) {
      const due = dueOf({ kind, state }, '2008-03-20', noFacts, rules, holidays);
      assert.equal(due !== null, isOpen(kind, state), state);
      if (due === null) continue;
      assert.ok(due.what !== '' && due.on > '2008-03-20' && due.limit > due.on, state);
      assert.equal(addWorkingDays(due.on, 0, holidays), due.on);
      assert.equal(workingDaysBetween(due.on, due.limit, holidays), rules.decideWithin);
    }
});

test('clocks pass over Good Friday, Easter Monday and the two May bank holidays of 2008', () => {
  const due = (state: State, day: string, facts = {}) =>
    dueOf({ kind: 'referral', state }, day, { ...noFacts, ...facts }, rules, holidays)?.on;
  assert.equal(due('sent', '2008-03-20'), '2008-03-26');
  assert.equal(due('did not attend', '2008-05-02'), '2008-05-07');
  assert.equal(due('did not attend', '2008-05-23'), '2008-05-28');
  assert.equal(due('service to contact', '2008-03-03', { contactBy: '2008-03-07' }), '2008-03-07');
  assert.equal(due('appointment booked', '2008-03-03', { appointmentOn: '2008-03-10' }), '2008-03-12');
  assert.equal(due('waiting', '2008-04-07', { expectedStart: '2008-05-12' }), '2008-05-12');
  assert.equal(
    due('waiting', '2008-04-28', { expectedStart: '2008-05-12', placeOfferedOn: '2008-04-28' }),
    '2008-05-01',
  );
  assert.equal(dueOf({ kind: 'signpost', state: 'given' }, '2008-04-07', noFacts, rules, holidays)?.on, '2008-04-14');
  // Three weeks after Monday 10 March; a day that is none of work moves on.
  const service = { feedback_weeks: [3], feedback_at_end: true };
  assert.deepEqual(feedbackDays(service, '2008-03-10', '2008-04-21', holidays), [
    { kind: 'week 3', on: '2008-03-31' },
    { kind: 'end', on: '2008-04-21' },
  ]);
  assert.deepEqual(feedbackDays({ ...service, feedback_weeks: [2] }, '2008-03-07', null, holidays), [
    { kind: 'week 2', on: '2008-03-25' },
  ]);
});

const facts: GuardFacts = {
  ...{ today: '2008-03-03', madeOn: '2008-03-03', told: false, blocks: [], exception: null, closed: [], approvals: [] },
  consent: { items: ['name', 'health'], givenOn: '2008-03-03', endsOn: '2008-07-21', withdrawnOn: null },
  role: { allowed: true, why: null },
  ...{ modes: ['form'], refused: ['email'], hasEmail: false, appointment: null, whoContacts: null, contactBy: null },
  ...{ contactedOn: null, ownerId: 'somebody', placedKnown: true, reported: false, nextStep: null, held: true },
  end: { on: null, kind: null, outcome: null },
};
const day = '2008-03-03';
const refused = (move: MoveName, given: Partial<MoveGiven>, known: Partial<GuardFacts>, said: RegExp) =>
  assert.match(problemsOf(move, { ...facts, ...known }, { day, ...given }).join(' '), said);
const sent = { mode: 'form', channel: 'post', payload: { name: 'J. Marsh' } } as const;

test('each guard says what to do, and lets through what is in order', () => {
  assert.deepEqual(problemsOf('send', facts, { day, sent }), []);
  refused('send', { sent, day: '2008-03-04' }, {}, /today or in the past/);
  refused('send', { sent, day: '2008-02-29' }, {}, /on or after 3 Mar 2008/);
  refused('say yes', {}, {}, /what they decided/);
  refused('send', { sent }, { consent: null }, /no consent for this service/);
  const consent = facts.consent as NonNullable<GuardFacts['consent']>;
  refused('send', { sent }, { consent: { ...consent, withdrawnOn: '2008-03-03' } }, /withdrew their consent/);
  refused('send', { sent }, { consent: { ...consent, endsOn: '2008-03-02' } }, /consent ended on 2 Mar 2008/);
  refused('send', { sent }, { consent: { ...consent, givenOn: '2008-03-04' } }, /when the person gave consent/);
  const convictions = { ...sent, payload: { name: 'J. Marsh', convictions: 'none' } };
  refused('send', { sent: convictions }, {}, /did not agree to share: convictions/);
  refused('send', { sent }, { role: { allowed: false, why: 'Only a DEA refers there' } }, /Only a DEA/);
  refused('send', { sent }, { blocks: ['Only for ZX1'] }, /Only for ZX1.*exception/);
  assert.deepEqual(
    problemsOf('send', { ...facts, blocks: ['Only for ZX1'], exception: 'moves there' }, { day, sent }),
    [],
  );
  refused('send', { sent }, { closed: ['Its funding ends'], exception: 'no' }, /Its funding ends.*Choose another/);
  const approvals = [{ artefact: 'medical report', state: 'missing' }] as const;
  refused('send', { sent }, { approvals }, /Add what is missing first: a medical report/);
  refused('ask approval', {}, { approvals }, /a medical report/);
  refused('send', { sent }, { approvals: [{ artefact: 'medical report', state: 'held' }] }, /Ask for approval first/);
  refused('send', { sent: { ...sent, mode: 'phone' } }, {}, /does not take people like this: by phone/);
  refused('send', { sent: { ...sent, mode: 'signpost' } }, { modes: ['signpost'] }, /Nothing is sent/);
  refused('send', { sent: { ...sent, channel: 'email' } }, { refused: [] }, /Email is not safe/);
  refused('book', { startsAt: '2008-03-10T10:00:00Z' }, {}, /Say what the service was told/);
  refused('miss', {}, {}, /no appointment/);
  const appointment = { toldOn: null, startsAt: '2008-03-03T09:00:00Z' };
  refused('miss', {}, { appointment }, /Nobody told the person/);
  assert.deepEqual(problemsOf('miss', { ...facts, appointment: { ...appointment, toldOn: day } }, { day }), []);
  refused('nobody called', {}, { whoContacts: 'service', contactBy: '2008-03-03' }, /has until 3 Mar/);
  refused('reject', { reason: 'do not like them' }, {}, /Choose a reason/);
  refused('reject', { reason: 'age' }, { ownerId: null }, /who finds another way/);
  refused('wait', {}, {}, /day on which a place is expected/);
  refused('start', {}, { placedKnown: false }, /Choose the service/);
  refused('end', {}, {}, /how it ended/);
  refused('end', { endKind: 'completed', outcome: 'Sleeps better' }, {}, /who holds this person now/);
  refused('hand back', {}, { end: { on: day, kind: 'completed', outcome: 'x' } }, /final report.*talked about/);
  refused('close', { nextStep: 'S4' }, { held: false }, /Nobody holds this case/);
});

test('hard copy alone: the account, email and links refuse, post remains', () => {
  const hard = ['email', 'portal', 'link'];
  assert.match(channelProblem('portal', hard, true) ?? '', /refuses their account/);
  assert.match(channelProblem('link', ['email'], true) ?? '', /goes by email, which this service refuses/);
  assert.match(channelProblem('link', [], false) ?? '', /no email address/);
  assert.equal(channelProblem('post', hard, true), null);
});

test('what is told is agreed to, asked for and known: nothing else, whatever is there', () => {
  const items = ['name', 'contact', 'ni_number', 'health', 'action_plan', 'convictions', 'context'] as const;
  const some = fc.subarray([...items]);
  fc.assert(
    fc.property(some, some, some, fc.option(some, { nil: null }), (known, consented, asked, wanted) => {
      const record = Object.fromEntries(known.map((item) => [item, `the ${item}`]));
      for (const item of Object.keys(payloadOf(record, { consented, asked, wanted }))) {
        const one = item as (typeof items)[number];
        assert.ok(known.includes(one) && consented.includes(one) && asked.includes(one));
        assert.ok(wanted === null || wanted.includes(one));
      }
    }),
  );
  assert.deepEqual(
    payloadDigest({ name: 'A', health: 'B' }),
    payloadDigest(
      Object.fromEntries([
        ['health', 'B'],
        ['name', 'A'],
      ]),
    ),
  );
  assert.notDeepEqual(payloadDigest({ name: 'A' }), payloadDigest({ name: 'B' }));
});

const row = {
  ...{ state: 'sent', service_id: 's', made_on: day, made_as: 'iba', paperwork: 'sent', payment: 'waiting' },
  ...{ payment_form: true, payment_role: 'iba', sent_on: day, contacted_on: null, decided_on: null, queue_at: null },
  ...{ ended_on: null, end_kind: null, outcome: null, typical_weeks: 6, owner_id: 'o' },
};
test('the payment is triggered by a form that came in and the role that must refer, not by sending', () => {
  assert.equal(paymentOf(row, false), 'waiting');
  assert.equal(formIn(row, '2008-03-05').payment, 'triggered');
  assert.equal(paymentOf({ ...row, made_as: 'dea' }, true), 'not applicable');
  assert.equal(paymentOf({ ...row, payment_form: false, payment_role: null }, true), 'not applicable');
});

test('a queue keeps the place that somebody has; counts say what a move is', () => {
  const by = { side: 'service', now: '2008-04-07T10:00:00Z', rules, holidays } as const;
  const waits = effectOf(row, 'wait', { day: '2008-04-07', expectedStart: '2008-05-12' }, by);
  assert.equal(waits.queue_at, by.now);
  const again = effectOf(
    { ...row, queue_at: 'before' },
    'wait',
    { day: '2008-04-14', expectedStart: '2008-05-26' },
    by,
  );
  assert.equal(again.queue_at, 'before');
  assert.deepEqual(countsOf(row, 'reject', { day, reason: 'postcode' }), [
    { kind: 'declined', days: 0 },
    { kind: 'declined:postcode', days: 0 },
  ]);
  assert.deepEqual(countsOf(row, 'start', { day: '2008-03-10' }), [
    { kind: 'accepted', days: 0 },
    { kind: 'started', days: 7 },
  ]);
  assert.ok(isSensitive('substance use') && isSensitive('not well enough') && isSensitive('outside remit'));
  assert.ok(!isSensitive('postcode') && !isSensitive(null));
});
