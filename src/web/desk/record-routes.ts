import { route, type RouteConfigEntry } from '@react-router/dev/routes';

/** Pages of the record: review, entities, disagreement, publication, search, vocabulary, operation. */
export const recordRoutes: RouteConfigEntry[] = [
  route('review', 'desk/review/review.tsx'),
  route('search', 'desk/search/search.tsx'),
  route('entities', 'desk/entities/entities.tsx'),
  route('entities/new', 'desk/entities/new.tsx'),
  route('entities/export', 'desk/entities/export.ts', { id: 'entities-export' }),
  route('entities/:uid', 'desk/entity/entity.tsx'),
  route('entities/:uid/export', 'desk/entity/export.ts', { id: 'entity-export' }),
  route('entities/:uid/decide/:property', 'desk/disputes/decide.tsx'),
  route('entities/:uid/add', 'desk/entity/add-claim.tsx'),
  route('claims/withdraw', 'desk/withdraw/withdraw.tsx'),
  route('claims/:uid', 'desk/claim/claim.tsx'),
  route('disputes', 'desk/disputes/disputes.tsx'),
  route('disputes/export', 'desk/disputes/export.ts', { id: 'disputes-export' }),
  route('publications', 'desk/publication/publications.tsx'),
  route('publications/export', 'desk/publication/export.ts', { id: 'publications-export' }),
  route('publications/new', 'desk/publication/new.tsx'),
  route('publications/changed', 'desk/changed/changed.tsx'),
  route('publications/removed', 'desk/removed/removed.tsx'),
  route('publications/removed/:uid', 'desk/removed/removed-one.tsx'),
  route('publications/remove', 'desk/publication/remove.tsx', { id: 'remove-several' }),
  route('publications/:uid', 'desk/publication/decision.tsx'),
  route('publications/remove/:uid', 'desk/publication/remove.tsx'),
  route('terms', 'desk/terms/terms.tsx'),
  route('operation', 'desk/operation/jobs.tsx'),
  route('operation/mail', 'desk/operation/mail.tsx'),
  route('operation/audit', 'desk/operation/audit.tsx'),
  route('operation/facts', 'desk/operation/facts.tsx'),
];

/** Outside the frame of the desk: pages as readers will see them. */
export const previewRoutes: RouteConfigEntry[] = [
  route('publications/:uid/preview/:subject', 'desk/publication/preview.tsx'),
];
