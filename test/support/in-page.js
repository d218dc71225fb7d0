/** Functions that run inside the page under test. Each stands alone: the browser is sent its text. */

/** @returns {{ colorScheme: string, width: number }} */
export function looks() {
  return {
    colorScheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    width: innerWidth,
  };
}

/** @returns {{ title: string, errorSummaries: number, mainHeadings: number }} */
export function outline() {
  return {
    title: document.title,
    errorSummaries: document.querySelectorAll('.govuk-error-summary').length,
    mainHeadings: document.querySelectorAll('h1').length,
  };
}

/**
 * Elements that make the page scroll sideways.
 * @param {number} width of the window
 * @returns {string[]}
 */
export function tooWide(width) {
  const root = document.documentElement;
  if (root.scrollWidth <= width) return [];
  /** @type {(element: Element) => boolean} */
  const scrolls = (element) =>
    element !== root &&
    (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) ||
      (element.parentElement !== null && scrolls(element.parentElement)));
  const out = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > width + 0.5 && !scrolls(element),
  );
  return [`${root.scrollWidth} px wide`, ...out.slice(0, 5).map((element) => element.outerHTML.slice(0, 160))];
}

/** @returns {boolean} whether every component of GOV.UK Frontend has started */
export function componentsStarted() {
  return [...document.querySelectorAll('[data-module^="govuk-"]')].every((element) =>
    element.hasAttribute(`data-${element.getAttribute('data-module')}-init`),
  );
}

/** @returns {boolean} whether axe-core is in the page already */
export function hasAxe() {
  return 'axe' in globalThis;
}

/**
 * The element that has the focus: its words, where it stands, and whether one can see that it has it.
 * @returns {{ tag: string, name: string, words: string, seen: boolean, covered: boolean }}
 */
export function focused() {
  const element = document.activeElement ?? document.body;
  const style = getComputedStyle(element);
  const label =
    element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0] : null;
  // GOV.UK's radios and checkboxes show the focus on the box that their label draws.
  const drawn = label ? [style, getComputedStyle(label, '::before'), getComputedStyle(label)] : [style];
  const box = element.getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return {
    tag: element.tagName.toLowerCase(),
    name: element.getAttribute('name') ?? '',
    words: (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 80),
    seen: drawn.some(
      ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
    ),
    covered: middle !== null && !element.contains(middle) && !middle.contains(element) && !label?.contains(middle),
  };
}

/** @returns {boolean} whether the summary of errors has taken the focus */
export function summaryFocused() {
  return document.activeElement?.classList.contains('govuk-error-summary') ?? false;
}

/**
 * Fills a text box as a paste would, which is quicker than keys.
 * @param {Element} box
 * @param {number} megabytes
 */
export function typeMegabytes(box, megabytes) {
  if (!(box instanceof HTMLTextAreaElement)) return;
  // A box that is shown would be laid out first, which takes the browser minutes.
  box.style.display = 'none';
  box.value = 'x'.repeat(megabytes * 1024 * 1024);
}

/** Waits until the fonts are there. */
export async function fontsReady() {
  await document.fonts.ready;
}

/**
 * Scrolls the element to the top of the window.
 * @param {Element} element
 */
export function toTop(element) {
  element.scrollIntoView();
}
