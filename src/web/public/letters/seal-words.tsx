import type { ReactNode } from 'react';
import type { PublicPanel } from '#letters';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** What the script that encrypts in the browser reads from the page (`SealingFacts`). */
export function useSealingFacts({
  letter,
  need,
  organisations,
  until,
  digest,
  guilds,
}: PublicPanel): string {
  const [t, common] = [useT('sign'), useT('common')];
  return JSON.stringify({
    panel: { letter, need, organisations, until, digest, guilds },
    headings: [1, 2, 3, 4].map((count) => common('form.problems', { count })),
    words: {
      'sign-name': t('refusal.sign-name'),
      // Fields take no more than is allowed; no sentence for each length.
      'sign-too-long': t('refusal.form-invalid'),
      'sign-line-refused': t('refusal.sign-line-refused'),
      'withheld-rule': t('refusal.withheld-rule'),
    },
  });
}

/** Where a name is encrypted; all but the first is shown by the script, when it is so. */
export function WhereEncrypted({ hasScript }: { readonly hasScript: boolean }) {
  const t = useT('withheld');
  return (
    <>
      <p className="section-note" data-when="server">
        {t('form.server')}
      </p>
      {hasScript && (
        <>
          <p className="section-note" data-when="browser" hidden>
            {t('form.browser')} <a href="/.well-known/countersign.json">{t('seal.fingerprint')}</a>
          </p>
          <Later when="failed">
            <p>{t('seal.failed')}</p>
            {/* No submit button: the first of a form is pressed by Enter. */}
            <button type="button" className="button button-plain" data-send="server">
              {t('seal.onServer')}
            </button>
          </Later>
          <Later when="unsent">
            <p>{t('seal.unsent')}</p>
          </Later>
        </>
      )}
    </>
  );
}

function Later({ when, children }: { readonly when: string; readonly children: ReactNode }) {
  return (
    <div data-when={when} tabIndex={-1} hidden>
      <Notice tone="problem">{children}</Notice>
    </div>
  );
}
