import { useEffect, useRef } from 'react';
import { Field } from '../forms/index.ts';
import { useT } from '../messages/catalogs.ts';

/**
 * The code of a link, for pasting. A link carries it in its fragment, which no server and no log
 * sees; where scripts run, the field is filled from there and the address loses it, so that the
 * history does not keep it.
 */
export function CodeField({ hint }: { readonly hint: string }) {
  const t = useT('account');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = place.current?.querySelector('input');
    if (input === null || input === undefined) return;
    const { hash, pathname, search } = location;
    // Kept for this tab: switching the language loads the page again.
    const kept = `code ${pathname}`;
    const code = hash === '' ? sessionStorage.getItem(kept) : hash.slice(1);
    if (code === null || code === '') return;
    sessionStorage.setItem(kept, code);
    if (input.value === '') input.value = code;
    if (hash !== '') history.replaceState(history.state, '', pathname + search);
  }, []);
  return (
    <div ref={place}>
      <Field
        name="token"
        label={t('code.label')}
        hint={hint}
        required
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  );
}
