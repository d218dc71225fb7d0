import type { Places } from './access/rules/places.ts';
import { organisationNames, organisationsNamed } from './directory/actions/organisation-names.ts';
import { areasOf, listProgrammes, providersOf } from './programmes/actions.ts';

/** Where roles can be given: the programmes that are loaded, with their areas and providers, and organisations of the directory. */
export const places: Places = {
  programmes: (sql) => listProgrammes(sql, { day: '9999-12-31', ids: null }),
  areas: async (sql, programmeId) =>
    (await areasOf(sql, { programmeId })).map(({ id, name, provider_id }) => ({ id, name, providerId: provider_id })),
  providers: (sql, programmeId) => providersOf(sql, { programmeId }),
  organisations: organisationsNamed,
  organisationNames,
};
