import type { WithheldRule } from '@countersign/letter';
import type { PublicPanel } from '#letters';
import { offeredDays, offeredNumbers, offeredVerifications } from '#letters/form';
import { Select } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { dayWords, listWords } from './rule-words.ts';

/** Until when a name is to be withheld, and who can open it; nothing where nobody can. */
export function WithheldFields({
  panel,
  rule,
  today,
}: {
  readonly panel: PublicPanel | null;
  readonly rule?: WithheldRule | undefined;
  /** `2026-03-01`, UTC. */
  readonly today: string;
}) {
  const t = useT('withheld');
  const locale = useLocale();
  if (panel === null || panel.isOver) return null;
  const { need, organisations, until } = panel;
  const names = listWords(
    organisations.map(({ name }) => name),
    locale,
  );
  const days = offeredDays(today, until);
  return (
    <fieldset className="withheld">
      <legend>{t('form')}</legend>
      <p className="section-note">
        {t('form.means', {
          ...{ need, count: organisations.length, names },
          until: dayWords(until, locale),
        })}
      </p>
      <p className="section-note">{t('form.server')}</p>
      <Select
        name="least"
        label={t('least')}
        empty={t('least.none')}
        defaultValue={rule?.names && String(rule.names.least)}
        options={offeredNumbers.map((count) => ({
          value: String(count),
          label: t('least.count', { count }),
        }))}
      />
      <Select
        name="verification"
        label={t('verification')}
        defaultValue={rule?.names?.verification ?? 'any'}
        options={offeredVerifications.map((value) => ({
          value,
          label: t(`verification.${value}`),
        }))}
      />
      {days.length > 0 && (
        <Select
          name="notBefore"
          label={t('notBefore')}
          empty={t('notBefore.none')}
          defaultValue={rule?.notBefore}
          options={days.map((value) => ({ value, label: dayWords(value, locale) }))}
        />
      )}
    </fieldset>
  );
}
