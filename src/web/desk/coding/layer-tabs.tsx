import { Tabs } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { languageName } from '../language-name.ts';
import type { ShownCopy } from '../media/shown-copy.ts';

/** The texts, pictures and recordings of a source, where there are several. */
export function LayerTabs({
  source,
  layers,
  copies,
  current,
}: {
  readonly source: string;
  readonly layers: readonly {
    readonly uid: string;
    readonly kind: string;
    readonly language: string | null;
  }[];
  readonly copies: readonly ShownCopy[];
  /** Uid of the text or copy that is shown. */
  readonly current: string | undefined;
}) {
  const t = useT('coding');
  const locale = useLocale();
  if (layers.length + copies.length < 2) return null;
  return (
    <Tabs
      label={t('text.layers')}
      tabs={[
        ...layers.map(({ uid, kind, language }, index) => {
          const key = `layer.${kind}`;
          const name = t.has(key) ? t(key) : kind;
          const inLanguage = language === null ? '' : ` · ${languageName(language, locale)}`;
          return {
            to: `/desk/sources/${source}?layer=${uid}`,
            current: uid === current,
            label: `${t('layer.nth', { nth: index + 1 })} ${name}${inLanguage}`,
          };
        }),
        ...copies.map(({ uid, kind }, index) => ({
          to: `/desk/sources/${source}?copy=${uid}`,
          current: uid === current,
          label: `${t('layer.nth', { nth: layers.length + index + 1 })} ${t(`media.${kind}`)}`,
        })),
      ]}
    />
  );
}
