import { StrictMode, startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { HydratedRouter } from 'react-router/dom';
import { isLocale, type Catalog } from '#platform/languages';
import { loadCatalogsFrom, loadShippedCatalogs } from './messages/catalogs.ts';
import { PageEnvironment } from './page-environment.tsx';

loadCatalogsFrom(import.meta.glob<Catalog>('./messages/*/*.json', { import: 'default' }));

// The server wrote it; the fallback only satisfies the type.
const { lang } = document.documentElement;
const locale = isLocale(lang) ? lang : 'en';

// Hydration cannot wait in the middle: a missing message would leave the page half alive.
await loadShippedCatalogs(locale, document.documentElement.dataset['messages']?.split(' ') ?? []);

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <PageEnvironment value={{ locale, nonce: undefined }}>
        <HydratedRouter />
      </PageEnvironment>
    </StrictMode>,
  );
});
