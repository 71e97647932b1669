import type { AddressSecrets } from '#evidence';
import { formatList } from '#platform/languages';
import { Notice } from '../../components/index.ts';
import { SubmitButton } from '../../forms/index.ts';
import { useFormFrame } from '../../forms/form-context.tsx';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';

/** Says that an address carries what looks like keys, and offers it without. Inside its form. */
export function AddressWarning({ secrets }: { readonly secrets: AddressSecrets | undefined }) {
  const t = useT('coding');
  const locale = useLocale();
  const { state } = useFormFrame();
  const [kept = ''] = state?.typed['keepAddress'] ?? [];
  const [address = ''] = state?.typed['address'] ?? [];
  // Whoever has said to keep it is not asked again by another refusal.
  if (secrets === undefined) {
    return kept === '' ? null : <input type="hidden" name="keepAddress" value={kept} />;
  }
  return (
    <Notice tone="caution" live>
      <p>
        {t('address.secrets', {
          count: secrets.names.length,
          names: formatList(secrets.names, locale),
        })}
      </p>
      <p>
        <code dir="ltr" className="break-anywhere">
          {secrets.cleaned}
        </code>
      </p>
      <p className="row">
        <SubmitButton name="cleanAddress" value="1">
          {t('address.clean')}
        </SubmitButton>
        <SubmitButton look="plain" name="keepAddress" value={address}>
          {t('address.keep')}
        </SubmitButton>
      </p>
    </Notice>
  );
}
