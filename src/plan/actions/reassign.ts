/** What this room does when cases go to other key workers: open steps and promises of the worker go with them. */
import { recordEvents } from '../../access/actions.ts';
import type { OnReassign } from '../../cases/actions/assign.ts';
import { moveToWorkers } from '../store/steps.ts';

/**
 * Open steps and promises of the key worker before become those of the one who takes over, with the event 'plan.passed on' for
 * each case that had any. Versions stay as they are: what the steps say has not changed, and nobody's open form is made stale.
 */
export const passOnSteps: OnReassign = async (tx, actor, { programmeId, startsOn, cases }) => {
  const rows = cases.map(({ caseId, personId, from, to }) => ({
    case_id: caseId,
    person_id: personId,
    from_staff: from,
    to_staff: to,
  }));
  const moved = await moveToWorkers(tx, { rows: JSON.stringify(rows) });
  await recordEvents(
    tx,
    actor,
    moved
      .filter(({ steps, promises }) => steps + promises > 0)
      .map((row) => ({
        kind: 'plan.passed on',
        programmeId,
        personId: row.person_id,
        caseId: row.case_id,
        happenedOn: startsOn,
        payload: { steps: row.steps, promises: row.promises },
      })),
  );
};
