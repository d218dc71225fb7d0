/**
 * Saves a form marked with `data-autosave` while somebody writes in it: what changed goes to that address within two and a
 * half seconds. Nothing is kept in the browser. Without this file a button of the form does the same.
 */

const quiet = 1000;
const longest = 2500;
const again = 3000;

for (const form of document.querySelectorAll('form[data-autosave]')) {
  const address = form.getAttribute('data-autosave') ?? '';
  const status = document.querySelector('[data-autosave-status]');
  const trouble = document.querySelector('[data-autosave-trouble]');
  /** @type {Set<string>} */
  let changed = new Set();
  /** @type {number | undefined} */
  let timer;
  let since = 0;
  let saving = false;
  let savedAt = 0;

  /** @param {string} name */
  const hidden = (name) => /** @type {HTMLInputElement} */ (form.querySelector(`input[name="${name}"]`));

  /** @param {string} text @param {{ href: string, text: string }} [link] */
  const say = (text, link) => {
    if (trouble === null) return;
    trouble.textContent = text;
    if (link !== undefined) {
      const anchor = document.createElement('a');
      anchor.href = link.href;
      anchor.textContent = link.text;
      anchor.className = 'govuk-link';
      if (link.href.startsWith('/sign-in')) anchor.target = '_blank';
      trouble.append(' ', anchor);
    }
  };

  /** What changed, with what the server needs beside it. @param {Set<string>} names */
  const bodyOf = (names) => {
    const all = new FormData(/** @type {HTMLFormElement} */ (form));
    const body = new URLSearchParams();
    for (const name of ['_csrf', '_draft', '_rev']) body.set(name, String(all.get(name) ?? ''));
    for (const name of names) body.set(name, String(all.get(name) ?? ''));
    return body;
  };

  /** A page of another session cannot post: its token is fetched anew once somebody has signed in again. */
  const freshToken = async () => {
    const reply = await fetch(location.href, { headers: { accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const token = /** @type {HTMLInputElement | null} */ (
      page.querySelector('form[data-autosave] input[name="_csrf"]')
    );
    if (reply.redirected || token === null) return false;
    for (const field of document.querySelectorAll('input[name="_csrf"]'))
      if (field instanceof HTMLInputElement) field.value = token.value;
    return true;
  };

  /** @param {Set<string>} names @param {boolean} leaving */
  const post = (names, leaving) =>
    fetch(address, {
      method: 'POST',
      body: bodyOf(names),
      keepalive: leaving,
      headers: { accept: 'application/json' },
    });

  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (saving || changed.size === 0) return;
    const names = changed;
    changed = new Set();
    saving = true;
    try {
      let reply = await post(names, false);
      const token = reply.status === 403 || reply.status === 401 ? await freshToken() : false;
      if (token) reply = await post(names, false);
      const json = reply.headers.get('content-type')?.startsWith('application/json') ?? false;
      if (!json) throw new Error(String(reply.status));
      const answer = await reply.json();
      if (answer.problem !== undefined) {
        say(answer.problem);
      } else {
        hidden('_draft').value = answer.id;
        hidden('_rev').value = String(answer.rev);
        savedAt = Date.now();
        if (answer.conflict)
          say('Something else was written here in another tab or on another device. Both are kept.', {
            href: location.href,
            text: 'Show both',
          });
        else if (answer.finished)
          say('This meeting was finished in another tab. What you write now begins another one.');
        else say('');
      }
    } catch (error) {
      changed = new Set([...names, ...changed]);
      const signedOut = error instanceof Error && /^(401|403|404)$/.test(error.message);
      if (signedOut)
        say('Not saved: you are signed out. Your words are still on this page.', {
          href: `/sign-in?next=${encodeURIComponent(location.pathname)}`,
          text: 'Sign in again in another tab',
        });
      else say('Not saved: the server cannot be reached. Your words are still on this page, and it tries again.');
      timer = window.setTimeout(save, again);
    } finally {
      saving = false;
    }
    if (changed.size > 0 && timer === undefined) timer = window.setTimeout(save, quiet);
    show();
  };

  const show = () => {
    if (status === null || savedAt === 0) return;
    const seconds = Math.round((Date.now() - savedAt) / 1000);
    status.textContent = seconds < 60 ? `Saved ${seconds} s ago` : `Saved ${Math.floor(seconds / 60)} min ago`;
  };
  setInterval(show, 1000);

  /** @param {Event} event */
  const note = (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.name === '' || field.name.startsWith('_')) return;
    if (changed.size === 0) since = Date.now();
    changed.add(field.name);
    if (saving) return;
    clearTimeout(timer);
    timer = window.setTimeout(save, Math.max(0, Math.min(quiet, since + longest - Date.now())));
  };
  form.addEventListener('input', note);
  form.addEventListener('change', note);

  let posting = false;
  form.addEventListener('submit', () => {
    posting = true;
    clearTimeout(timer);
  });
  // A tab that is closed, or an app that is put away on a phone, says so; what it had not saved yet goes with the wind of it.
  addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || posting || saving || changed.size === 0) return;
    const names = changed;
    changed = new Set();
    clearTimeout(timer);
    timer = undefined;
    post(names, true).catch(() => {
      changed = new Set([...names, ...changed]);
    });
  });
  addEventListener('beforeunload', (event) => {
    if (!posting && changed.size > 0) event.preventDefault();
  });
  // The page of before, out of the browser's memory, would save over what was written since.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}

export {};
