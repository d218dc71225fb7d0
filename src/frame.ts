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
  user: { name: string; csrf: Html; notices: number } | undefined;
  navigation: readonly NavigationItem[];
};

const noticesItem = (unseen: number): Pick<NavigationItem, 'href' | 'text'> => ({
  href: '/notices',
  text: unseen === 0 ? 'Notices' : `Notices (${unseen})`,
});

/** Puts header, navigation and footer round a page. Returns the document's text. */
export function frame({ page, nonce, notice, path, user, navigation }: Frame): string {
  return document({
    title: page.title,
    nonce,
    main: page.main,
    back: page.back,
    error: page.error,
    wide: page.wide,
    beforeMain: page.identity && { label: 'Whose record this is', html: page.identity },
    modules: page.modules,
    banner: notice === undefined ? noHtml : notificationBanner({ text: notice, type: 'success' }),
    nav: [...navigation, ...(user ? [noticesItem(user.notices)] : [])].map((item) => ({
      href: item.href,
      text: item.text,
      current: path === item.href,
      active: path.startsWith(`${item.href}/`),
    })),
    ...(user && {
      user: {
        name: user.name,
        href: '/account',
        signOut: html`<form method="post" action="/sign-out">${user.csrf}<button type="submit" class="newel-link-button">Sign out</button></form>`,
      },
    }),
  }).value;
}
