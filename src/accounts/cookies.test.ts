import { expect, test } from 'vitest';
import { browserCookie, sessionCookie } from './cookies.ts';

test('over https the cookie is bound to this host and to https', () => {
  expect(sessionCookie(new URL('https://desk.example.org'))).toEqual({
    name: '__Host-countersign',
    attributes: {
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      path: '/',
      maxAgeSeconds: 2_592_000,
    },
  });
});

test('over plain http, where the prefix would be refused, it does without', () => {
  const cookie = sessionCookie(new URL('http://localhost:8080'));
  expect(cookie).toMatchObject({ name: 'countersign', attributes: { secure: false } });
});

test('the browser is told apart by a cookie of its own', () => {
  expect(browserCookie(new URL('https://desk.example.org')).name).toBe(
    '__Host-countersign-browser',
  );
});
