import { index, route, type RouteConfigEntry } from '@react-router/dev/routes';

/** Sources at the desk: the list of them, adding one, and coding what one says. */
export const codingRoutes: readonly RouteConfigEntry[] = [
  index('desk/inbox/inbox.tsx'),
  route('returned', 'desk/returned/returned.tsx'),
  route('sources/new', 'desk/add-source/add-source.tsx'),
  route('sources/upload', 'desk/add-source/upload.ts'),
  route('sources/export', 'desk/inbox/export.ts'),
  route('sources/:uid', 'desk/coding/source.tsx'),
  route('sources/:uid/edit', 'desk/add-source/edit-source.tsx'),
  route('find', 'desk/finder/find-route.ts'),
];
