import { parse, serialize } from 'hono/utils/cookie';
import type { CookieFacts } from '#accounts';

/** The value of a cookie as the browser sent it, which anyone may have written; '' without one. */
export function readCookie(request: Request, name: string): string {
  return parse(request.headers.get('Cookie') ?? '', name)[name] ?? '';
}

/** A `Set-Cookie` header. */
export function writeCookie({ name, attributes }: CookieFacts, value: string): string {
  const { maxAgeSeconds, ...rest } = attributes;
  return serialize(name, value, { ...rest, maxAge: maxAgeSeconds });
}

/** A `Set-Cookie` header that takes the cookie away. */
export function dropCookie({ name, attributes }: CookieFacts): string {
  const { maxAgeSeconds: _, ...rest } = attributes;
  return serialize(name, '', { ...rest, maxAge: 0 });
}
