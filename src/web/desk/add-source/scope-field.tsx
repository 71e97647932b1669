import type { ScopeChoice } from '#accounts';
import { Select } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** Who may see a source; a sentence only, where there is nothing to choose. */
export function ScopeField({
  scopes,
  current,
  isNew = false,
}: {
  readonly scopes: readonly ScopeChoice[];
  /** The `value` of the scope it is in, or would be put in. */
  readonly current: string | undefined;
  /** Of a source that is not there yet: what becomes of it unless something is chosen is said too. */
  readonly isNew?: boolean;
}) {
  const t = useT('coding');
  const nameOf = useScopeName();
  const [only] = scopes;
  if (only === undefined) return null;
  if (scopes.length === 1) {
    return <p className="small muted">{t('scope.only', { scope: nameOf(only) })}</p>;
  }
  return (
    <Select
      name="scope"
      label={t('scope.label')}
      hint={isNew ? `${t('scope.default')} ${t('scope.hint')}` : t('scope.hint')}
      required
      options={scopes.map((scope) => ({ value: scope.value, label: nameOf(scope) }))}
      defaultValue={current}
    />
  );
}

/** A scope in words. */
export function useScopeName(): (scope: Pick<ScopeChoice, 'kind' | 'name'>) => string {
  const t = useT('coding');
  return ({ kind, name }) =>
    kind === 'partner' ? t('scope.partner', { name: name ?? '' }) : t(`scope.${kind}`);
}
