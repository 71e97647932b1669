import { layout, prefix, route, type RouteConfig } from '@react-router/dev/routes';
import { accountRoutes } from './account/routes.ts';
import { codingRoutes } from './desk/coding-routes.ts';
import { letterRoutes } from './desk/letters/routes.ts';
import { logRoutes } from './desk/log/routes.ts';
import { peopleRoutes } from './desk/people/routes.ts';
import { previewRoutes, recordRoutes } from './desk/record-routes.ts';
import { publicFileRoutes, publicRoutes } from './public/routes.ts';

// A page with every component, to look at; only where pages are worked on.
const gallery = (name: string) =>
  import.meta.env.MODE === 'production'
    ? []
    : [route('gallery', 'gallery/gallery.tsx', { id: `gallery-${name}` })];

/** Every page, by audience. Public pages carry their language in the address. */
export default [
  ...publicFileRoutes,
  ...prefix(':locale', [layout('public/layout.tsx', [...publicRoutes, ...gallery('public')])]),
  ...prefix('account', [layout('account/layout.tsx', [...accountRoutes, ...gallery('account')])]),
  ...prefix('desk', [
    ...previewRoutes,
    layout('desk/layout.tsx', [
      ...codingRoutes,
      ...recordRoutes,
      ...letterRoutes,
      ...peopleRoutes,
      ...logRoutes,
      ...gallery('desk'),
    ]),
  ]),
] satisfies RouteConfig;
