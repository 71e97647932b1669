import { Link } from 'react-router';
import type { PassageWords } from '#evidence';
import { ExactWords, Tag, Words } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { Place } from '../../place-words.ts';
import { PlaceView } from '../media/place-view.tsx';
import type { ShownCopy } from '../media/shown-copy.ts';

/** A passage as a page shows it: the words, what stands round them, translations, the source. */
export type ShownPassage = Pick<
  PassageWords,
  'uid' | 'quote' | 'prefix' | 'suffix' | 'language' | 'state' | 'translations'
> & {
  /** The region of a picture or the stretch of a recording. */
  readonly place: Place | undefined;
  /** The same in words. */
  readonly placeText: string | undefined;
  /** Undefined where the copy it stands in cannot be shown on a page. */
  readonly copy: ShownCopy | undefined;
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
      {passage.quote === null ? (
        <div className="passage-place">
          <p>
            <Link to={passagePath(passage)}>{passage.placeText}</Link>
          </p>
          <p className="words-source">
            <PassageSource passage={passage} />
          </p>
        </div>
      ) : (
        <Words lang={passage.language ?? ''} source={<PassageSource passage={passage} />}>
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
        </Words>
      )}
      {passage.place !== undefined && passage.copy !== undefined && (
        <PlaceView copy={passage.copy} place={passage.place} />
      )}
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
          {'\u{A0}· '}
          <bdi>{part}</bdi>
        </span>
      ))}
    </>
  );
}
