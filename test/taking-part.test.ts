import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policy } from '../src/access/rules/policy.ts';
import { allMoves, moves } from '../src/cases/rules/status.ts';
import { renderers, routes } from '../src/rooms.ts';

test('every move has a permission, an event with a renderer, and a form that declares both', () => {
  for (const move of allMoves) {
    const rule = moves[move];
    assert.ok(Object.hasOwn(policy, rule.can), move);
    assert.ok(Object.hasOwn(renderers, rule.event), `${rule.event} has no renderer`);
    const form = routes.find((route) => route.method === 'POST' && route.path === `/cases/:caseId/${rule.path}`);
    assert.ok(form !== undefined, `${move} has no form`);
    assert.equal(form.can, rule.can, move);
    assert.deepEqual(form.audit, { event: rule.event }, move);
  }
});
