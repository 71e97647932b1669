import type { OwnWithheld } from '#letters';
import { PageForm, SubmitButton } from '../../forms/index.ts';
import { momentWords } from '../../desk/claims/moment-words.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { dayWords, ruleWords } from './rule-words.ts';

/** What becomes of a signer's withheld name, and the button that keeps it closed. */
export function OwnWithheldSection({ withheld }: { readonly withheld: OwnWithheld }) {
  const t = useT('withheld');
  const locale = useLocale();
  const { rule, encryptedIn, kept, opening } = withheld;
  const until = dayWords(rule.until, locale);
  return (
    <section className="section stack-tight" aria-labelledby="withheld">
      <h2 id="withheld">{t('own')}</h2>
      <p>
        {kept
          ? t('own.kept', { until })
          : t('own.rule', { rule: ruleWords(t, rule, locale), until })}
      </p>
      <p>{t(`own.${encryptedIn}`)}</p>
      {opening !== null && (
        <p>
          {opening.at === null
            ? t('own.opening.soon')
            : t('own.opening', { at: momentWords(opening.at, locale) })}
        </p>
      )}
      {!kept && (
        <>
          <PageForm id="keep" state={undefined} area="sign" reload className="step-form">
            <input type="hidden" name="step" value="keep" />
            <SubmitButton look="plain">{t('own.keep')}</SubmitButton>
          </PageForm>
          <p className="section-note">{t('own.keep.means')}</p>
        </>
      )}
    </section>
  );
}
