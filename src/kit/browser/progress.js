/**
 * Brings a part of the page up to date while something is under way: it is fetched again every two seconds until it no
 * longer says that it goes on. Without this module its link does the same.
 */
const every = 2000;

async function look() {
  const part = document.querySelector('[data-newel-progress]');
  if (part === null) return;
  const reply = await fetch(location.pathname, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (reply?.ok && !reply.redirected) {
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const fresh = page.getElementById(part.id);
    if (fresh !== null && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    if (fresh?.hasAttribute('data-newel-progress') === false) return part.removeAttribute('data-newel-progress');
  }
  setTimeout(look, every);
}

setTimeout(look, every);
