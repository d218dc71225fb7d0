/** What the load of a key worker counts of a case. Days are 'YYYY-MM-DD'. */
export type LoadCase = {
  caseId: string;
  staffId: string;
  state: 'attached' | 'in work' | 'paused' | 'not yet attached';
  attachedOn: string | null;
};
