/**
 * Ends a loader or action as if there were nothing at this address; also where there is something
 * that this reader may not see.
 *
 * @throws Response 404, always.
 */
export function notFound(): never {
  throw new Response(null, { status: 404 });
}
