import type { WithheldRule } from '@countersign/letter';
import type { PublicPanel } from '#letters';
import { offeredDays, offeredNumbers, offeredVerifications } from '#letters/form';
import { Select } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { dayWords, listWords } from './rule-words.ts';
import { useSealingFacts, WhereEncrypted } from './seal-words.tsx';

interface WithheldFieldsProps {
  readonly panel: PublicPanel | null;
  readonly rule?: WithheldRule | undefined;
  /** `2026-03-01`, UTC. */
  readonly today: string;
  /** The page has the script that encrypts in the browser. */
  readonly hasScript: boolean;
}

/** Until when a name is to be withheld, and who can open it; nothing where nobody can. */
export function WithheldFields({ panel, ...rest }: WithheldFieldsProps) {
  return panel === null || panel.isOver ? null : <Fields panel={panel} {...rest} />;
}

function Fields({
  panel,
  rule,
  today,
  hasScript,
}: WithheldFieldsProps & { readonly panel: PublicPanel }) {
  const t = useT('withheld');
  const locale = useLocale();
  const sealing = useSealingFacts(panel);
  const { need, organisations, until } = panel;
  const names = listWords(
    organisations.map(({ name }) => name),
    locale,
  );
  const days = offeredDays(today, until);
  return (
    <fieldset className="withheld" data-seal={hasScript ? sealing : undefined}>
      <legend>{t('form')}</legend>
      <p className="section-note">
        {t('form.means', {
          ...{ need, count: organisations.length, names },
          until: dayWords(until, locale),
        })}
      </p>
      <WhereEncrypted hasScript={hasScript} />
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
      {panel.guilds.length > 0 && (
        <Select
          name="guild"
          label={t('guild')}
          hint={t('guild.means')}
          empty={t('guild.none')}
          defaultValue={rule?.names?.affiliation}
          options={panel.guilds.map((value) => ({ value, label: value }))}
        />
      )}
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
