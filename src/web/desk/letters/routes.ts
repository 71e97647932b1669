import { route, type RouteConfigEntry } from '@react-router/dev/routes';

/** Letters at the desk: written, approved by a second person, published. */
export const letterRoutes: RouteConfigEntry[] = [
  route('letters', 'desk/letters/letters.tsx'),
  route('letters/new', 'desk/letters/new.tsx'),
  route('letters/:uid', 'desk/letters/letter.tsx'),
  route('letters/:uid/write', 'desk/letters/write.tsx'),
  route('letters/:uid/versions/:version', 'desk/letters/version.tsx'),
  route('letters/:uid/versions/:version/anchors', 'desk/letters/anchors.tsx'),
  route('letters/:uid/translations', 'desk/letters/translating/translations.tsx'),
  route('letters/:uid/translations/:translation', 'desk/letters/translating/translation.tsx', {
    id: 'one-translation',
  }),
  route(
    'letters/:uid/versions/:version/translate/:language',
    'desk/letters/translating/write-translation.tsx',
  ),
  route('letters/:uid/publish', 'desk/letters/publish.tsx'),
  route('letters/:uid/signing', 'desk/letters/signing.tsx'),
  route('letters/:uid/first-lines', 'desk/letters/first-lines.tsx'),
  route('letters/:uid/quotes', 'desk/letters/quotes.tsx'),
  route('letters/:uid/course', 'desk/letters/course.tsx'),
  route('letters/:uid/author', 'desk/letters/author.tsx'),
  route('letters/:uid/deliveries', 'desk/letters/deliveries.tsx'),
  route('letters/:uid/updates', 'desk/letters/updates.tsx'),
  route('letters/:uid/updates/:update', 'desk/letters/update.tsx'),
  route('letters/:uid/domains', 'desk/letters/domains.tsx'),
  route('letters/:uid/invitations', 'desk/letters/inviting/invitations.tsx'),
  route('letters/:uid/invitations/export', 'desk/letters/inviting/export.ts', {
    id: 'export-invitations',
  }),
  route('letters/:uid/invitations/:invitation', 'desk/letters/inviting/invitation.tsx', {
    id: 'one-invitation',
  }),
  route('letters/:uid/retention', 'desk/letters/retention.tsx'),
  route('letters/:uid/withheld', 'desk/letters/withheld/withheld.tsx'),
  route('letters/:uid/withheld/request', 'desk/letters/withheld/request.ts', {
    id: 'withheld-request',
  }),
  route('letters/:uid/fraud', 'desk/letters/fraud.tsx'),
  route('letters/:uid/fraud/:by/:of', 'desk/letters/fraud-group.tsx'),
  route('letters/:uid/remove', 'desk/letters/remove.tsx', { id: 'remove-letter' }),
];
