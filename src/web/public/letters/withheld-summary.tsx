import type { SigningFacts } from '#letters';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { dayWords, listWords, ruleWords } from './rule-words.ts';

/** How many withhold their name, when they would be shown, and who can open them. */
export function WithheldSummary({ signing }: { readonly signing: SigningFacts }) {
  const t = useT('withheld');
  const locale = useLocale();
  const { panel, rules, expired } = signing.withheld;
  const total = signing.tallies
    .filter(({ appearance, affirms }) => appearance === 'withheld' && affirms === 'first')
    .reduce((sum, { signed }) => sum + signed, 0);
  const told = rules.reduce((sum, { signed }) => sum + signed, 0);
  const others = Math.max(0, total - told);
  return (
    <>
      {panel !== null && total > 0 && (
        <div className="stack-tight">
          <p>{t('public', { count: total })}</p>
          <ul>
            {rules.map(({ rule, signed }) => (
              <li key={JSON.stringify(rule)}>
                {t('public.rule', { count: signed, rule: ruleWords(t, rule, locale) })}
              </li>
            ))}
            {others > 0 && <li>{t('public.others', { count: others })}</li>}
          </ul>
          <p className="section-note">
            {t('public.means', {
              ...{ need: panel.need, count: panel.organisations.length },
              names: listWords(
                panel.organisations.map(({ name }) => name),
                locale,
              ),
              until: dayWords(panel.until, locale),
            })}
          </p>
          <p className="section-note">
            {t('public.panel')} <bdi className="code">{panel.digest}</bdi>
          </p>
        </div>
      )}
      {expired > 0 && <p className="section-note">{t('public.expired', { count: expired })}</p>}
    </>
  );
}
