import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** How far the reading of a copy has come, in words; nothing once its text is there. */
export function Reading({
  state,
  code,
}: {
  readonly state: string | null;
  readonly code: string | null;
}) {
  const t = useT('coding');
  switch (state ?? '') {
    case 'waiting':
    case 'reading':
      return <Tag>{t('reading.now')}</Tag>;
    case 'kept':
      return <Tag>{t('reading.kept')}</Tag>;
    case 'unreadable': {
      const key = `reading.why.${code ?? ''}`;
      const why = t.has(key) ? t(key) : t('reading.why.broken');
      return <Tag tone="caution">{t('reading.failed', { why })}</Tag>;
    }
    default:
      return null;
  }
}
