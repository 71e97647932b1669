import { RouterContextProvider } from 'react-router';
import { expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { pageContext } from '#web/context';
import { guardDesk } from './desk-guard.ts';

const person: Actor = { accountId: '1', uid: 'u', name: 'N', roles: ['documenter'], scopes: [] };

/** Where the guard sends a request, or undefined when it lets it through. */
async function sentTo(
  path: string,
  actor?: Actor,
  { method = 'GET', factors = 2 }: { method?: string; factors?: 1 | 2 } = {},
): Promise<string | undefined> {
  const context = new RouterContextProvider();
  context.set(pageContext, {
    locale: 'en',
    nonce: '',
    actor,
    session: actor === undefined ? undefined : { uid: 's', factors, confirmed: true },
    instance: { name: '', publicUrl: '', demonstration: false },
    clientAddress: undefined,
    requestId: '',
    report: () => {},
  });
  const request = new Request(`http://x${path}`, { method });
  const args = { request, context, params: {}, pattern: '', url: new URL(request.url) };
  try {
    await guardDesk(args, () => Promise.resolve(new Response()));
    return undefined;
  } catch (error) {
    if (!(error instanceof Response)) throw error;
    expect(error.status).toBe(303);
    return error.headers.get('Location') ?? '';
  }
}

test.each([
  ['/desk', '/account/sign-in?to=%2Fdesk'],
  ['/desk/sources?state=new', '/account/sign-in?to=%2Fdesk%2Fsources%3Fstate%3Dnew'],
  ['/desk.data', '/account/sign-in?to=%2Fdesk'],
  ['/Desk/review', '/account/sign-in?to=%2FDesk%2Freview'],
  ['/%64esk/review', '/account/sign-in?to=%2F%2564esk%2Freview'],
  ['/desk/x.data?_routes=desk', '/account/sign-in?to=%2Fdesk%2Fx'],
])('%s asks a stranger to sign in, and leads back', async (path, expected) => {
  expect(await sentTo(path)).toBe(expected);
});

test('a stranger cannot post, and is not led back into a post', async () => {
  expect(await sentTo('/desk/x', undefined, { method: 'POST' })).toBe(
    '/account/sign-in?to=%2Fdesk',
  );
});

test('who has no role at all stays outside', async () => {
  expect(await sentTo('/desk', { ...person, roles: [] })).toBeDefined();
});

test.each(['/DESK/people', '/%64esk/people', '/des%4B.data'])(
  '%s is the desk too, for who must add a second factor first',
  async (path) => {
    const administrator: Actor = { ...person, roles: ['administrator'] };
    expect(await sentTo(path, administrator, { factors: 1 })).toBe('/account/protect');
  },
);

test('who works here enters, and other pages are everybody’s', async () => {
  expect(await sentTo('/desk/sources', person)).toBeUndefined();
  expect(await sentTo('/en')).toBeUndefined();
  expect(await sentTo('/desktop')).toBeUndefined();
});

test('who may let others in and has shown one factor adds a second first', async () => {
  const administrator: Actor = { ...person, roles: ['administrator'] };
  expect(await sentTo('/desk/people', administrator, { factors: 1 })).toBe('/account/protect');
  expect(await sentTo('/desk/people', administrator)).toBeUndefined();
  expect(await sentTo('/desk', person, { factors: 1 })).toBeUndefined();
});
