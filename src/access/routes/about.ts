import type { Html } from '../../kit/html.ts';
import { accessibilityHtml, helpHtml, privacyHtml } from '../pages/about.ts';
import { page, type Route, route } from '../rules/route.ts';

const fixed = (path: string, title: string, main: Html): Route =>
  route({ method: 'GET', path, can: 'anyone', audit: 'nothing', handle: async () => page({ title, main }) });

/** Pages that are the same for everybody, signed in or not. */
export const aboutRoutes: readonly Route[] = [
  fixed('/help', 'Help', helpHtml),
  fixed('/accessibility', 'Accessibility statement', accessibilityHtml),
  fixed('/privacy', 'Privacy', privacyHtml),
];
