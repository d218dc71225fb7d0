/**
 * A button that ticks every box of a form marked with `data-tick-all` and takes the ticks away again, and how many are ticked.
 * Without this file each box is ticked by hand.
 */

for (const form of document.querySelectorAll('form[data-tick-all]')) {
  const boxes = () => /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type="checkbox"]'));
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button govuk-button--secondary';
  const count = document.createElement('p');
  count.className = 'govuk-body';
  count.setAttribute('role', 'status');
  const name = () => {
    const ticked = [...boxes()].filter((box) => box.checked).length;
    button.textContent = ticked === boxes().length ? 'Choose none' : `Choose all ${boxes().length} on this page`;
    count.textContent = ticked === 0 ? '' : `${ticked} chosen`;
  };
  button.addEventListener('click', () => {
    const all = [...boxes()].every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
    name();
  });
  form.addEventListener('change', name);
  // A browser that goes back to the page puts the ticks back after this file has run.
  addEventListener('pageshow', name);
  name();
  if (boxes().length > 1) form.prepend(button);
  form.querySelector('button[type="submit"]')?.after(count);
}

export {};
