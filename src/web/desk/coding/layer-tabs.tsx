import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { languageName } from '../language-name.ts';

/** The texts of a source, where there are several. */
export function LayerTabs({
  source,
  layers,
  current,
}: {
  readonly source: string;
  readonly layers: readonly {
    readonly uid: string;
    readonly kind: string;
    readonly language: string | null;
  }[];
  readonly current: string;
}) {
  const t = useT('coding');
  const locale = useLocale();
  if (layers.length < 2) return null;
  return (
    <Tabs
      label={t('text.layers')}
      tabs={layers.map(({ uid, kind, language }, index) => {
        const key = `layer.${kind}`;
        const name = t.has(key) ? t(key) : kind;
        const inLanguage = language === null ? '' : ` · ${languageName(language, locale)}`;
        return {
          to: `/desk/sources/${source}?layer=${uid}`,
          current: uid === current,
          label: `${t('layer.nth', { nth: index + 1 })} ${name}${inLanguage}`,
        };
      })}
    />
  );
}
