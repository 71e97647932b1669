import type { ReactNode } from 'react';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteLoaderData,
} from 'react-router';
import { direction } from '#platform/languages';
import { pageContext } from './context.ts';
import type { Route } from './+types/root.ts';
import './styles/index.css';

/** A route that needs the browser to run its script says so in `handle`. */
export interface PageHandle {
  readonly hydrate?: boolean;
}

export function loader({ context }: Route.LoaderArgs) {
  const { locale, nonce } = context.get(pageContext);
  return { locale, nonce };
}

// Everything here is decided by the address and the account; it never goes stale within a visit.
export const shouldRevalidate = () => false;

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  const hydrate = useMatches().some((match) => (match.handle as PageHandle | undefined)?.hydrate);
  const locale = data?.locale ?? 'en';
  return (
    <html lang={locale} dir={direction(locale)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {hydrate && <ScrollRestoration nonce={data?.nonce} />}
        {hydrate && <Scripts nonce={data?.nonce} />}
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}
