import { Field } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** Ranks sources by number: plain fields, because they work by keyboard and without scripts. */
export function RankingFields({
  sources,
}: {
  readonly sources: readonly { readonly uid: string; readonly title: string }[];
}) {
  const t = useT('record');
  return (
    <fieldset className="field ranking">
      <legend>{t('decide.ranking')}</legend>
      <p className="field-hint">{t('decide.rankingHint')}</p>
      {sources.map((source) => (
        <Field
          key={source.uid}
          name={`rank.${source.uid}`}
          label={<bdi>{source.title}</bdi>}
          width="short"
          inputMode="numeric"
        />
      ))}
    </fieldset>
  );
}
