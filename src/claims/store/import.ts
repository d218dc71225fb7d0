import { bulkInsert } from '../../kit/bulk.ts';

export const insertClaims = bulkInsert('claims.insertClaims', 'claim', {
  id: 'uuid',
  case_id: 'uuid',
  person_id: 'uuid',
  milestone: 'text',
  claimed_on: 'date',
});
