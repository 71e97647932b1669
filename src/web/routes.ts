import { accountRoutes } from './account/routes.ts';
import { index, layout, prefix, route, type RouteConfig } from '@react-router/dev/routes';

// A page with every component, to look at; only where pages are worked on.
const gallery = (name: string) =>
  import.meta.env.MODE === 'production'
    ? []
    : [route('gallery', 'gallery/gallery.tsx', { id: `gallery-${name}` })];

/** Every page, by audience. Public pages carry their language in the address. */
export default [
  ...prefix(':locale', [
    layout('public/layout.tsx', [index('public/front.tsx'), ...gallery('public')]),
  ]),
  ...prefix('account', [layout('account/layout.tsx', [...accountRoutes, ...gallery('account')])]),
  ...prefix('desk', [layout('desk/layout.tsx', [index('desk/inbox.tsx'), ...gallery('desk')])]),
] satisfies RouteConfig;
