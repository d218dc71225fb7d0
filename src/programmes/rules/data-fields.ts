/** Facts of a person or a case that a report may need, by the code that a programme document names them with. */
export const dataFields = {
  date_of_birth: 'date of birth',
  sex: 'sex',
  ethnicity: 'ethnicity',
  benefit: 'benefit at referral',
  last_worked: 'when they last worked',
  housing_tenure: 'housing',
  marital_status: 'marital status',
  dependants: 'dependants',
  attached_on: 'day of attachment',
} as const;
export type DataField = keyof typeof dataFields;
export const fieldNames = Object.keys(dataFields) as DataField[];
