import type { ListedAuditEntry } from '#accounts';
import type { AreaTranslator } from '../../messages/catalogs.ts';

type Detail = ListedAuditEntry['detail'][string];

// Several codes in one, with a space between them.
const lists: ReadonlySet<string> = new Set(['fields', 'roles']);

/**
 * What an entry of the audit trail says besides who, when and about what: "Way: app". A code that
 * no message knows stands as it is.
 */
export function auditDetails(
  detail: ListedAuditEntry['detail'],
  t: AreaTranslator<'record'>,
  common: AreaTranslator<'common'>,
): string[] {
  return Object.entries(detail)
    .filter(([name]) => name !== 'invitation' && name !== 'partner')
    .map(([name, value]) => {
      const key = `audit.detail.${name}`;
      const label = common('field.before', { label: t.has(key) ? t(key) : name });
      return `${label} ${wordsOf(name, value, t, common)}`;
    });
}

function wordsOf(
  name: string,
  value: Detail,
  t: AreaTranslator<'record'>,
  common: AreaTranslator<'common'>,
): string {
  if (typeof value === 'boolean') return value ? t('answer.yes') : t('answer.no');
  if (typeof value === 'number') return t('place.number', { n: value });
  const codes = lists.has(name) ? value.split(' ') : [value];
  return codes.map((code) => wordOf(code, t)).join(common('list.comma'));
}

function wordOf(code: string, t: AreaTranslator<'record'>): string {
  const key = `audit.value.${code}`;
  return t.has(key) ? t(key) : code;
}
