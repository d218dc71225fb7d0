/** The description of the public addresses, in OpenAPI 3.1. The schemas are those of the standard, by address. Pure. */
import { type ListName, lists, parameters, parametersOf } from './public-query.ts';

const hsds = 'https://raw.githubusercontent.com/openreferral/specification/3.0/schema';
const uk = 'https://raw.githubusercontent.com/OpenReferralUK/uk-profile/main/schema';

/** Where each profile is described. */
export const profiles = {
  hsds: { version: '3.0', profile: 'https://docs.openreferral.org/en/3.0/', title: 'Directory of services (HSDS 3.0)' },
  uk: { version: '3.0', profile: 'https://openreferraluk.org/', title: 'Directory of services (Open Referral UK 3.0)' },
} as const;

const schemaFiles: Readonly<Record<ListName, { one: string; list: string }>> = {
  services: { one: 'compiled/service.json', list: 'compiled/service_list.json' },
  organizations: { one: 'compiled/organization.json', list: 'compiled/organization_list.json' },
  service_at_locations: { one: 'compiled/service_at_location.json', list: 'compiled/service_at_location_list.json' },
  taxonomies: { one: 'taxonomy.json', list: 'taxonomy.json' },
  taxonomy_terms: { one: 'taxonomy_term.json', list: 'taxonomy_term.json' },
};

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const refused = {
  description: 'A parameter cannot be read. Says which, and what it must be.',
  content: { 'application/problem+json': { schema: { type: 'object' } } },
};
const page = {
  type: 'object',
  required: ['total_items', 'total_pages', 'page_number', 'size', 'first_page', 'last_page', 'empty', 'contents'],
  properties: {
    total_items: { type: 'integer' },
    total_pages: { type: 'integer' },
    page_number: { type: 'integer' },
    size: { type: 'integer' },
    first_page: { type: 'boolean' },
    last_page: { type: 'boolean' },
    empty: { type: 'boolean' },
  },
};

/** The document of a profile; `server` is the address that the API stands at. */
export function openApi(profile: keyof typeof profiles, server: string): object {
  const base = profile === 'uk' ? uk : hsds;
  const paths: Record<string, object> = {
    '/': {
      get: {
        summary: 'What this is',
        responses: { 200: { description: 'Version and profile', ...json({ type: 'object' }) } },
      },
    },
  };
  for (const list of Object.keys(lists) as ListName[]) {
    const items = { $ref: `${base}/${schemaFiles[list].list}` };
    paths[`/${list}`] = {
      get: {
        summary: `A page of ${list}; every parameter narrows it further`,
        parameters: parametersOf[list].map((name) => ({
          name,
          in: 'query',
          required: false,
          description: parameters[name].words,
          schema: { type: parameters[name].type },
        })),
        responses: {
          200: {
            description: 'A page, or with format=ndjson every entry on a line of its own',
            ...json({ ...page, properties: { ...page.properties, contents: { type: 'array', items } } }),
          },
          304: { description: 'Not changed since the ETag that was sent' },
          400: refused,
          429: { description: 'Too many requests from one address' },
        },
      },
    };
    paths[`/${list}/{id}`] = {
      get: {
        summary: 'One entry with everything that belongs to it',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
        responses: {
          200: { description: 'The entry', ...json({ $ref: `${base}/${schemaFiles[list].one}` }) },
          404: { description: 'No such entry is published' },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: profiles[profile].title, version: '1' },
    servers: [{ url: server }],
    paths,
  };
}
