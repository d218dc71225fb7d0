/**
 * Starts the components that a page holds. Every journey works without this file.
 * A component's code is fetched only by pages that use it.
 */

/** @type {Record<string, () => Promise<new (root: Element) => unknown>>} */
const MOJ = {
  'moj-add-another': async () => (await import('./moj/components/add-another/add-another.mjs')).AddAnother,
  'moj-alert': async () => (await import('./moj/components/alert/alert.mjs')).Alert,
  'moj-button-menu': async () => (await import('./moj/components/button-menu/button-menu.mjs')).ButtonMenu,
  'moj-sortable-table': async () => (await import('./moj/components/sortable-table/sortable-table.mjs')).SortableTable,
};

/** Starts what is marked with `data-module` inside the root. */
async function start() {
  const govuk = await import('./govuk-frontend.min.js');
  govuk.initAll();
  for (const [name, load] of Object.entries(MOJ)) {
    if (document.querySelector(`[data-module="${name}"]`) === null) continue;
    govuk.createAll(await load());
  }
}

/**
 * The key / goes to the search, for users who have switched it on (WCAG 2.1.4); never while somebody types.
 * @param {KeyboardEvent} event
 */
function goToSearch(event) {
  const typing = event.target instanceof Element && event.target.closest('input, textarea, select') !== null;
  if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById('find') ?? document.getElementById('q');
  if (box === null) return;
  event.preventDefault();
  box.focus();
}

if (document.body.classList.contains('newel-search-key')) document.addEventListener('keydown', goToSearch);
if (document.querySelector('[data-module]') !== null) await start();
