import { Outlet, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { passkeysPossible } from '#accounts';
import { houseContext, pageContext } from '#web/context';
import { LanguageSwitch, SkipLink, contentId } from '../components/index.ts';
import { useLocale } from '../page-environment.tsx';
import type { PageHandle } from '../page-handle.ts';
import { guardAccount } from './guard.ts';
import { provideVisitor } from './visitor.ts';

// Scripts only ask for passkeys and fill in the code of a link; every form works without them.
export const handle: PageHandle = { hydrate: true, messages: ['account', 'accounts'] };

export const middleware = [provideVisitor, guardAccount];

export function loader({ context }: LoaderFunctionArgs) {
  const { actor, instance } = context.get(pageContext);
  const { publicUrl } = context.get(houseContext).signIn;
  return {
    instanceName: instance.name,
    signedIn: actor !== undefined,
    passkeys: passkeysPossible(publicUrl),
  };
}

/** One narrow column for signing in and for one's own account. */
export default function AccountLayout() {
  const loaderData = useLoaderData<typeof loader>();
  const locale = useLocale();
  return (
    <>
      <SkipLink />
      <header className="masthead row row-apart">
        <a className="masthead-name" href={loaderData.signedIn ? '/desk' : `/${locale}`}>
          <bdi>{loaderData.instanceName}</bdi>
        </a>
        <LanguageSwitch by="person" />
      </header>
      <main id={contentId} className="account-main" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
