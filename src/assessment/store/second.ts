import { sql } from 'kysely';
import { programmeOfCasePart } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';

export type SecondRow = {
  author_id: string;
  rated_on: string;
  answers: Record<string, unknown>;
  about: Record<string, unknown>;
};

export const findSecond = statement(
  'assessment.findSecond',
  (p: { assessmentId: string; caseId: string }) => sql<SecondRow>`
    select author_id, rated_on, answers, about from second_rating
    where assessment_id = ${p.assessmentId} and case_id = ${p.caseId}`,
);

/** First ratings of a case that this user may see, because both were given or because they chose to look. */
export const openRatings = statement(
  'assessment.openRatings',
  (p: { caseId: string; userId: string | null }) => sql<{ assessment_id: string; looked: boolean }>`
    select assessment_id, false as looked from second_rating where case_id = ${p.caseId}
    union all
    select l.assessment_id, true from rating_look l join assessment a on a.id = l.assessment_id
    where a.case_id = ${p.caseId} and l.user_id = ${p.userId}`,
);

export const insertLook = statement(
  'assessment.insertLook',
  (p: { assessmentId: string; userId: string | null }) => sql<never>`
    insert into rating_look (assessment_id, user_id) values (${p.assessmentId}, ${p.userId}) on conflict do nothing`,
);

/** Adds the second rating; returns no row when there is one. */
export const insertSecond = statement(
  'assessment.insertSecond',
  (p: {
    id: string;
    assessmentId: string;
    caseId: string;
    personId: string;
    authorId: string | null;
    ratedOn: string;
    answers: string;
    about: string;
  }) => sql<{ id: string }>`
    insert into second_rating (id, assessment_id, case_id, person_id, author_id, rated_on, answers, about)
    values (${p.id}, ${p.assessmentId}, ${p.caseId}, ${p.personId}, ${p.authorId}, ${p.ratedOn}, ${p.answers}::jsonb,
      ${p.about}::jsonb)
    on conflict (assessment_id) do nothing returning id`,
);

/**
 * By programme and question: on how many assessments with a version of an instrument both workers answered, and on how many alike.
 * What was declined, put off or does not apply is an object and no answer. What was taken back counts in nothing.
 */
export const agreement = statement(
  'assessment.agreementOf',
  (p: { instrumentVersionId: string; programmeIds: string[] | null }) => sql<{
    programme_id: string;
    key: string;
    pairs: number;
    same: number;
  }>`
    select c.programme_id, k.key, count(*)::int as pairs,
      (count(*) filter (where k.value = s.answers -> k.key))::int as same
    from second_rating s join assessment a on a.id = s.assessment_id and a.case_id = s.case_id
      join ${programmeOfCasePart} c on c.case_id = s.case_id
      cross join lateral jsonb_each(a.answers) k
    where a.instrument_version_id = ${p.instrumentVersionId} and a.withdrawn_at is null
      and (${p.programmeIds}::uuid[] is null or c.programme_id = any(${p.programmeIds}::uuid[]))
      and s.answers ? k.key and jsonb_typeof(k.value) <> 'object' and jsonb_typeof(s.answers -> k.key) <> 'object'
    group by c.programme_id, k.key`,
);
