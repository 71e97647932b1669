import { route, type RouteConfigEntry } from '@react-router/dev/routes';

/** Who works here: accounts, invitations, partner groups. */
export const peopleRoutes: RouteConfigEntry[] = [
  route('people', 'desk/people/people.tsx'),
  route('people/invite', 'desk/people/invite.tsx'),
  route('people/partners', 'desk/people/partners.tsx'),
  route('people/:uid', 'desk/people/person.tsx'),
];
