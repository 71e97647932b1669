import type { ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches } from 'react-router';
import { direction } from '#platform/languages';
import { PageError } from './components/page-error.tsx';
import { guardDesk } from './http/desk-guard.ts';
import { useEnvironment } from './page-environment.tsx';
import { areasOf, isHydrated, usesSystemFonts } from './page-handle.ts';
import './styles/index.css';

export const middleware = [guardDesk];

export function Layout({ children }: { readonly children: ReactNode }) {
  const { locale, nonce } = useEnvironment();
  const handles = useMatches().map((match) => match.handle);
  const hydrate = handles.some(isHydrated);
  return (
    <html
      lang={locale}
      dir={direction(locale)}
      data-fonts={handles.some(usesSystemFonts) ? 'system' : undefined}
      data-messages={hydrate ? areasOf(handles).join(' ') : undefined}
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {/* Libraries that write style tags look here for the right to do so. */}
        {hydrate && <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {hydrate && <ScrollRestoration nonce={nonce} />}
        {hydrate && <Scripts nonce={nonce} />}
        {import.meta.env.DEV && !hydrate && (
          <script type="module" src="/src/web/development-reload.ts" />
        )}
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <main className="lone-page">
      <PageError />
    </main>
  );
}
