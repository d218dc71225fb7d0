// What the server gives browser modules beside themselves: GOV.UK's and MoJ's own, which come without types.
declare module '*/govuk-frontend.min.js';
declare module '*.mjs';
