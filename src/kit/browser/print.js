/** Puts a button in place of the sentence that says how to print. */
const place = document.querySelector('[data-newel-print]');
if (place !== null) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button';
  button.textContent = 'Print this page';
  button.addEventListener('click', () => window.print());
  place.replaceWith(button);
}

export {};
