import type { Page } from './access/rules/route.ts';
import { type Html, html, noHtml } from './kit/html.ts';
import { notificationBanner } from './kit/ui/index.ts';
import { page as document } from './kit/ui/layout.ts';
import type { NavigationItem } from './rooms.ts';

/** What the frame needs besides the page itself. */
export type Frame = {
  page: Omit<Page, 'kind'>;
  nonce: string;
  /** What was just done, said once. */
  notice: string | undefined;
  /** The path of the address, to mark where the user is. */
  path: string;
  /** `searchKey` says that the user has switched on the key that goes to the search. */
  user: { name: string; csrf: Html; notices: number; searchKey?: boolean } | undefined;
  navigation: readonly NavigationItem[];
};

const noticesItem = (unseen: number): Pick<NavigationItem, 'href' | 'text'> => ({
  href: '/notices',
  text: unseen === 0 ? 'Notices' : `Notices (${unseen})`,
});

// The term goes in the body: an address is kept by browsers, proxies and logs.
const searchBox = (
  csrf: Html,
): Html => html`<form class="newel-search" method="post" action="/find" role="search" aria-label="Everybody">
${csrf}<label class="govuk-visually-hidden" for="find">Find a person</label><input class="govuk-input" id="find" name="q" type="search" maxlength="200" autocomplete="off" spellcheck="false"><button class="govuk-button govuk-button--secondary" type="submit">Find a person</button>
</form>
`;

/** More than this many items of the navigation do not fit in a line; those that can be folded are then. */
const mostInLine = 9;

/** Puts header, navigation and footer round a page. Returns the document's text. */
export function frame({ page, nonce, notice, path, user, navigation }: Frame): string {
  // Whoever may search has it in the navigation; its own page has the larger form.
  const search = user !== undefined && path !== '/find' && navigation.some(({ href }) => href === '/find');
  const folds = navigation.length > mostInLine;
  const shown = (item: Pick<NavigationItem, 'href' | 'text'>) => ({
    href: item.href,
    text: item.text,
    current: path === item.href,
    active: path.startsWith(`${item.href}/`),
  });
  return document({
    title: page.title,
    nonce,
    main: page.main,
    back: page.back,
    error: page.error,
    wide: page.wide,
    beforeMain: page.identity && { label: 'Whose record this is', html: page.identity },
    modules: page.modules,
    ...(search && { search: searchBox(user.csrf) }),
    ...(user?.searchKey && { bodyClasses: 'newel-search-key' }),
    banner: notice === undefined ? noHtml : notificationBanner({ text: notice, type: 'success' }),
    nav: [...navigation.filter(({ seldom }) => !(folds && seldom)), ...(user ? [noticesItem(user.notices)] : [])].map(
      shown,
    ),
    navMore: navigation.filter(({ seldom }) => folds && seldom).map(shown),
    ...(user && {
      user: {
        name: user.name,
        href: '/account',
        signOut: html`<form method="post" action="/sign-out">${user.csrf}<button type="submit" class="newel-link-button">Sign out</button></form>`,
      },
    }),
  }).value;
}
