/**
 * A button that ticks every box of a form marked with `data-tick-all`, and takes the ticks away again. Without this file each
 * box is ticked by hand.
 */

for (const form of document.querySelectorAll('form[data-tick-all]')) {
  const boxes = () => /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type="checkbox"]'));
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button govuk-button--secondary';
  const name = () => {
    const all = [...boxes()].every((box) => box.checked);
    button.textContent = all ? 'Choose none' : `Choose all ${boxes().length} on this page`;
  };
  button.addEventListener('click', () => {
    const all = [...boxes()].every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
    name();
  });
  form.addEventListener('change', name);
  name();
  if (boxes().length > 1) form.prepend(button);
}

export {};
