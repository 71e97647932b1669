import { route, type RouteConfigEntry } from '@react-router/dev/routes';

/** Letters at the desk: written, approved by a second person, published. */
export const letterRoutes: RouteConfigEntry[] = [
  route('letters', 'desk/letters/letters.tsx'),
  route('letters/new', 'desk/letters/new.tsx'),
  route('letters/:uid', 'desk/letters/letter.tsx'),
  route('letters/:uid/write', 'desk/letters/write.tsx'),
  route('letters/:uid/versions/:version', 'desk/letters/version.tsx'),
  route('letters/:uid/versions/:version/anchors', 'desk/letters/anchors.tsx'),
  route('letters/:uid/publish', 'desk/letters/publish.tsx'),
  route('letters/:uid/signing', 'desk/letters/signing.tsx'),
  route('letters/:uid/fraud', 'desk/letters/fraud.tsx'),
  route('letters/:uid/fraud/:by/:of', 'desk/letters/fraud-group.tsx'),
  route('letters/:uid/remove', 'desk/letters/remove.tsx', { id: 'remove-letter' }),
];
