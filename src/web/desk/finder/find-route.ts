import { kindCodes } from '#record';
import { deskRequest } from '../desk-request.ts';
import { findEntitiesFor, findNamedFor, findSourcesFor, termsFor, type Found } from './find.ts';
import type { Route } from './+types/find-route.ts';

const longestQuery = 200;

/**
 * Answers a field that is being typed in: `?what=entities&q=…&kinds=person,group`,
 * `?what=sources&q=…`, `?what=chain&q=…` (both), `?what=terms&vocabulary=…`.
 */
export async function loader({ request, context }: Route.LoaderArgs): Promise<Response> {
  const { actor, locale, house } = deskRequest(context);
  const { searchParams } = new URL(request.url);
  const query = (searchParams.get('q') ?? '').replaceAll('\0', '').slice(0, longestQuery).trim();
  const asked = (searchParams.get('kinds') ?? '').split(',');
  const kinds = kindCodes.filter((code) => asked.includes(code));
  const entities = () => findEntitiesFor(house.db, actor, locale, query, kinds);
  const speakers = () => findNamedFor(house.db, actor, locale, query, kinds);
  const sources = () => findSourcesFor(house.db, actor, query);
  switch (searchParams.get('what') ?? '') {
    case 'terms':
      return answer(await termsFor(house.db, locale, searchParams.get('vocabulary') ?? ''));
    case 'sources':
      return answer(await sources());
    case 'chain':
      return answer(query === '' ? [] : (await Promise.all([speakers(), sources()])).flat());
    default:
      return answer(query === '' ? [] : await entities());
  }
}

function answer(found: readonly Found[]): Response {
  return Response.json(found, { headers: { 'Cache-Control': 'private, no-store' } });
}
