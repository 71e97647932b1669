import { Link } from 'react-router';
import type { PassageWords } from '#evidence';
import { ExactWords, Tag, Words } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** A passage as a page shows it: the words, what stands round them, translations, the source. */
export type ShownPassage = Pick<
  PassageWords,
  'uid' | 'quote' | 'prefix' | 'suffix' | 'language' | 'state' | 'translations'
> & {
  /** The region of a picture or the stretch of a recording, in words. */
  readonly place: string | undefined;
  readonly source: PassageWords['source'] & {
    readonly publishedWords: string | undefined;
    readonly reliabilityLabel: string;
  };
};

/** Where the coding page opens at this passage. */
export function passagePath(passage: {
  readonly uid: string;
  readonly source: { readonly uid: string };
}): string {
  return `/desk/sources/${passage.source.uid}?passage=${passage.uid}`;
}

export function PassageBlock({ passage }: { readonly passage: ShownPassage }) {
  const t = useT('record');
  return (
    <div className="passage stack-tight">
      <Words lang={passage.language ?? ''} source={<PassageSource passage={passage} />}>
        {passage.quote === null ? (
          <p>{passage.place}</p>
        ) : (
          <p>
            <span className="passage-around">
              <ExactWords>{passage.prefix ?? ''}</ExactWords>
            </span>
            <mark>
              <ExactWords>{passage.quote}</ExactWords>
            </mark>
            <span className="passage-around">
              <ExactWords>{passage.suffix ?? ''}</ExactWords>
            </span>
          </p>
        )}
      </Words>
      {passage.state === 'lost' && <Tag tone="problem">{t('passage.lost')}</Tag>}
      {passage.translations.map((translation) => (
        <Words
          key={translation.uid}
          lang={translation.language ?? ''}
          source={translationSource(t, translation)}
        >
          <p>
            <ExactWords>{translation.text}</ExactWords>
          </p>
        </Words>
      ))}
    </div>
  );
}

function translationSource(
  t: ReturnType<typeof useT<'record'>>,
  translation: PassageWords['translations'][number],
): string {
  const by = translation.machine
    ? t('translation.machine')
    : t('translation.by', { name: translation.translator ?? '–' });
  return `${by} · ${translation.reviewed ? t('translation.reviewed') : t('translation.unreviewed')}`;
}

function PassageSource({ passage }: { readonly passage: ShownPassage }) {
  const { source } = passage;
  const details = [source.publisher, source.publishedWords, source.reliabilityLabel].filter(
    (part) => part !== null && part !== undefined && part !== '',
  );
  return (
    <>
      <Link to={passagePath(passage)} data-source="">
        <bdi>{source.title}</bdi>
      </Link>
      {details.map((part) => (
        <span key={part}>
          {' · '}
          <bdi>{part}</bdi>
        </span>
      ))}
    </>
  );
}
