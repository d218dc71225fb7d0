/** Links with which a service answers without an account: the email that brings one. Pure. */
export { formHolds, formToken, hashOf, isToken, newToken } from '../../kit/secret-link.ts';

/** Whom a service may call. The telephone is one that people may be told, or null. */
export type Whom = { name: string; phone: string | null };

/** The email with a link. No name, no need, nothing of the person: whoever reads it sees that there is something to answer. */
export function linkMail(of: {
  reference: string;
  programme: string;
  organisation: string;
  whom: Whom;
  url: string;
  lastDay: string;
}): { subject: string; body: string } {
  const { reference, programme, organisation, whom, url, lastDay } = of;
  const call = whom.phone === null ? whom.name : `${whom.name}, ${whom.phone}`;
  return {
    subject: `Referral ${reference}: please answer`,
    body: `To ${organisation}

${programme} has something for you to answer: reference ${reference}.

Open this link. It takes less than a minute, and you need no account:
${url}

Whoever has the link can answer, so do not pass it on outside your organisation. It works until ${lastDay}.

Questions, or the link does not work: call ${call}.
`,
  };
}
