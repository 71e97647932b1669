import { Link } from 'react-router';
import type { Sentence } from '@countersign/letter';
import type { NoteClaim } from '#publish';
import { Tag } from '../../components/index.ts';
import { PageForm, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { NoteLine } from '../../public/letter-notes.tsx';

export interface AnchoredSentence extends Sentence {
  readonly anchors: readonly { readonly uid: string; readonly claim: NoteClaim }[];
}

/** The sentences of a version, each with what it rests on; figures that rest on nothing are marked. */
export function AnchoredText({
  sentences,
  lang,
  dir,
  state,
}: {
  readonly sentences: readonly AnchoredSentence[];
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl' | 'auto';
  readonly state: FormState | undefined;
}) {
  const t = useT('letters');
  return (
    <PageForm id="anchors" state={state} area="letters" className="anchored-text">
      <ol className="plain-list public">
        {sentences.map(({ block, start, end, words, hasFigure, anchors }, at) => (
          <li
            key={`${block} ${start}`}
            id={sentences[at - 1]?.block === block ? undefined : `block-${block}`}
          >
            <p className="anchored-words" lang={lang} dir={dir}>
              {words}
            </p>
            <div className="row">
              {hasFigure && anchors.length === 0 && (
                <Tag tone="caution">{t('anchors.bareOne')}</Tag>
              )}
              <Link
                to={`?at=${block}.${start}.${end}`}
                // Every sentence has such a link: who only hears it must know which.
                aria-label={`${t(anchors.length === 0 ? 'anchors.add' : 'anchors.more')}: ${words}`}
              >
                {t(anchors.length === 0 ? 'anchors.add' : 'anchors.more')}
              </Link>
            </div>
            {anchors.map(({ uid, claim }) => (
              <div key={uid} className="row anchored-claim">
                <NoteLine claim={claim} />
                <button type="submit" className="button button-quiet" name="drop" value={uid}>
                  {t('anchors.drop')}
                </button>
              </div>
            ))}
          </li>
        ))}
      </ol>
    </PageForm>
  );
}
