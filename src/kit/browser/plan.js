/**
 * Puts steps in another order by dragging them, and keeps the focus where it was after a step went up or down. Without this
 * module the buttons 'Move up' and 'Move down' do the same.
 */

/** @type {HTMLElement | null} */
let dragged = null;

/** @param {Element | null} row */
const mark = (row) => {
  for (const one of document.querySelectorAll('.newel-step--target')) one.classList.remove('newel-step--target');
  row?.classList.add('newel-step--target');
};

/**
 * Sends the new place as the form's button would.
 * @param {HTMLElement} row
 * @param {string} before
 */
function send(row, before) {
  const form = row.closest('form');
  if (form === null) return;
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'do';
  field.value = `before.${row.id.slice(2)}.${before}`;
  form.append(field);
  form.submit();
}

/** @param {HTMLElement} list */
function sortable(list) {
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(':scope > li'))) {
    row.draggable = true;
    row.addEventListener('dragstart', (event) => {
      dragged = row;
      row.classList.add('newel-step--dragged');
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
    });
    row.addEventListener('dragend', () => {
      row.classList.remove('newel-step--dragged');
      mark(null);
      dragged = null;
    });
    row.addEventListener('dragover', (event) => {
      if (dragged === null || dragged === row || dragged.parentElement !== list) return;
      event.preventDefault();
      mark(row);
    });
    row.addEventListener('drop', (event) => {
      if (dragged === null || dragged === row || dragged.parentElement !== list) return;
      event.preventDefault();
      // Dropped on the last one from above, it goes behind it.
      const last = row === list.lastElementChild && dragged.compareDocumentPosition(row) & 4;
      send(dragged, last ? 'end' : row.id.slice(2));
    });
  }
}

for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-newel-order]')))
  if (list.querySelector('button') !== null) sortable(list);

const focused = document.getElementById(location.hash.slice(1));
if (focused instanceof HTMLButtonElement) focused.focus();

export {};
