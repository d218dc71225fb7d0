import { aboutRoutes } from './routes/about.ts';
import { accountRoutes } from './routes/account.ts';
import { noticeRoutes } from './routes/notices.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { userRoutes } from './routes/users.ts';
import type { Places } from './rules/places.ts';
import type { Route } from './rules/route.ts';

/** The routes of the room. Where roles can be given is known to another room: see `Places`. */
export function accessRoutes(places: Places): Route[] {
  return [...signInRoutes, ...accountRoutes(places), ...userRoutes(places), ...noticeRoutes, ...aboutRoutes];
}
