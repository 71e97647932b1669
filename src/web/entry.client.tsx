import { StrictMode, startTransition, useEffect } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { HydratedRouter } from 'react-router/dom';
import { isLocale, type Catalog } from '#platform/languages';
import { keepTyped } from './keep-typed.ts';
import { loadCatalogsFrom, loadShippedCatalogs } from './messages/catalogs.ts';
import { PageEnvironment } from './page-environment.tsx';

const putTypedBack = keepTyped();

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
        <TypedWords />
        <HydratedRouter />
      </PageEnvironment>
    </StrictMode>,
  );
});

/** Stands beside the page, so that its effect comes when the page is taken over. */
function TypedWords() {
  useEffect(putTypedBack, []);
  return null;
}
