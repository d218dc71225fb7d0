import type { CaseHead } from '../../cases/actions/record.ts';
import type { Names } from '../rules/questions.ts';

/** What the person and the key worker are called on the pages of a plan: the person reads along. */
export const namesOf = (head: Pick<CaseHead, 'name' | 'keyWorkerName'>): Names => ({
  person: head.name === 'Name not known' ? 'The person' : (head.name.split(' ')[0] ?? head.name),
  worker: head.keyWorkerName,
});
