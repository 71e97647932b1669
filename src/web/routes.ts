import { index, layout, prefix, type RouteConfig } from '@react-router/dev/routes';

/** Every page, by audience. Public pages carry their language in the address. */
export default [
  ...prefix(':locale', [layout('public/layout.tsx', [index('public/front.tsx')])]),
  ...prefix('desk', [layout('desk/layout.tsx', [index('desk/inbox.tsx')])]),
] satisfies RouteConfig;
