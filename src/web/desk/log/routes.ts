import { route, type RouteConfigEntry } from '@react-router/dev/routes';

/** The log: how it stands, who countersigns it, whose logs we countersign, its alarms. */
export const logRoutes: RouteConfigEntry[] = [
  route('log', 'desk/log/log.tsx'),
  route('log/alarms', 'desk/log/alarms.tsx'),
  route('log/alarms/:uid/:side', 'desk/log/evidence.ts'),
  route('log/remove/:uid', 'desk/log/remove.tsx'),
];
