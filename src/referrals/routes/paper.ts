/** What is printed: the paper that the person keeps, and a form as it was sent. */
import { Type } from 'typebox';
import { workPhoneOf } from '../../access/actions/settings.ts';
import { notFound, type Route, route } from '../../access/rules/route.ts';
import { caseRecord } from '../../cases/actions/record.ts';
import { placesOf } from '../../directory/actions/places.ts';
import { consentsFor } from '../actions/consent.ts';
import { appointmentsOf } from '../actions/history.ts';
import { sentOf } from '../actions/send.ts';
import { formHtml, paperHtml } from '../pages/paper.ts';
import { framed, hrefOf, referralOf, referralParams } from './shared.ts';

/** Paper. */
export const paperRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/confirmation',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    record: caseRecord,
    async handle(context) {
      const { db, record, timeZone } = context;
      const row = await referralOf(context);
      const [consent] = await consentsFor(db, row.case_id, row.service_id);
      const [appointment] = (await appointmentsOf(db, row.id)).filter(({ outcome }) => outcome === null);
      const places = await placesOf(db, row.actual_service_id ?? row.service_id);
      const worker = { name: record.keyWorkerName, phone: await workPhoneOf(db, record.case.keyWorkerId) };
      const main = paperHtml({ row, consent, appointment, places, worker, timeZone });
      return framed(context, {
        title: 'Paper to keep',
        modules: ['print.js'],
        main,
        back: { href: hrefOf(row), text: row.service_name },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/referrals/:serviceReferralId/form',
    can: 'service.refer',
    audit: { read: 'referral' },
    params: referralParams,
    query: Type.Object({ sent: Type.Optional(Type.String({ format: 'uuid' })) }),
    record: caseRecord,
    async handle(context) {
      const { db, record, query } = context;
      const row = await referralOf(context);
      const all = await sentOf(db, row.id);
      const sent = (query.sent === undefined ? all[0] : all.find(({ id }) => id === query.sent)) ?? notFound();
      const worker = { name: record.keyWorkerName, phone: await workPhoneOf(db, record.case.keyWorkerId) };
      const main = formHtml({ row, sent, programme: record.programme.name, worker });
      return framed(context, {
        title: 'Form',
        modules: ['print.js'],
        main,
        back: { href: hrefOf(row), text: row.service_name },
      });
    },
  }),
];
