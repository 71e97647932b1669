import { useId, type ReactNode } from 'react';
import type {
  ChosenText,
  LetterNote,
  LetterReading,
  LetterTranslationReading,
  LetterVersionReading,
  SubjectReading,
} from '#publish';
import { ComparedText, LetterBody, type NoteCall } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';
import { EditionNote, PrintFoot, type EditionFacts } from './edition-note.tsx';
import { ChangedNotes, LetterNotes } from './letter-notes.tsx';
import { LetterDeliveries } from './letters/letter-deliveries.tsx';
import { TextSwitch } from './letters/text-switch.tsx';
import { TranslationFacts, TranslationLead } from './letters/translation-facts.tsx';
import letterStyles from './letter.css?url&no-inline';

/**
 * A letter as readers see it: the words as they are signed, then where they came from. Pure: the desk
 * shows the same for a preview, without `edition`.
 *
 * @param chosen the text that is read; the letter as it stands unless said, with its translations folded below.
 * @param texts all it can be read in, each with a page of its own; absent where there is one page alone.
 * @param notes what stretches of the chosen version rest on; without them no note is called.
 * @param after what readers may do, below the text: signing, the list of names.
 * @param course what happened to it; without one its deliveries alone are told.
 */
export function LetterPage({
  reading,
  letter,
  publisher,
  chosen = { version: letter.versions[0] },
  texts = [],
  edition,
  notes = [],
  after,
  course,
}: {
  readonly reading: SubjectReading;
  readonly letter: LetterReading;
  readonly chosen?: ChosenText | undefined;
  readonly texts?: readonly ChosenText[] | undefined;
  readonly publisher: string;
  readonly edition?: EditionFacts | undefined;
  readonly notes?: readonly LetterNote[] | undefined;
  readonly after?: ReactNode;
  readonly course?: ReactNode;
}) {
  const t = useT('public');
  const { version, translation } = chosen;
  const { text, direction } = translation ?? version;
  const hasNotes = notes.length > 0;
  return (
    <article className="file letter">
      {/* Aligned as the text below is, whatever the language of the page. */}
      <header className="file-head" dir={direction}>
        <p className="eyebrow">{t(`letter.form.${letter.form}`)}</p>
        <h1>
          <bdi lang={text.language}>{text.title}</bdi>
        </h1>
      </header>
      <TextSwitch address={reading.address} chosen={chosen} texts={texts} letter={letter} />
      <TranslationLead
        address={texts.length > 0 ? reading.address : undefined}
        {...{ letter, chosen }}
      />
      <ChangedNotes notes={notes} />
      <LetterText
        form={letter.form}
        version={translation ?? version}
        calls={hasNotes ? (translation ?? version).calls : []}
      />
      {after}
      {course ?? (
        <LetterDeliveries deliveries={letter.deliveries} lang={letter.versions[0].text.language} />
      )}
      <LetterNotes notes={notes} lang={version.text.language} />
      <VersionFacts version={version} />
      {translation !== undefined && <TranslationFacts translation={translation} />}
      {texts.length === 0 && <FoldedTranslations form={letter.form} version={version} />}
      {letter.versions.length > 1 && <Versions versions={letter.versions} />}
      {edition !== undefined && (
        <>
          <EditionNote
            edition={edition}
            title={reading.name.text}
            publisher={publisher}
            claims={0}
            sources={0}
          />
          <PrintFoot edition={edition} />
        </>
      )}
    </article>
  );
}

/** One version from its addressees to whoever began it. */
export function LetterText({
  form,
  version,
  calls = [],
}: {
  readonly form: LetterReading['form'];
  readonly version: Pick<LetterVersionReading | LetterTranslationReading, 'text' | 'direction'>;
  /** Of the notes that the page tells. */
  readonly calls?: readonly NoteCall[];
}) {
  const t = useT('public');
  const id = useId();
  const { text, direction } = version;
  const words = { lang: text.language };
  return (
    <div className="letter-text" dir={direction}>
      {/* Of letters alone: every other public page would carry its weight. */}
      <link rel="stylesheet" href={letterStyles} precedence="default" />
      {text.addressees.length > 0 && (
        <section className="letter-to" aria-labelledby={`${id}-to`}>
          <h2 id={`${id}-to`} className="letter-label">
            {t('letter.to')}
          </h2>
          <ul {...words}>
            {text.addressees.map((addressee) => (
              <li key={addressee}>{addressee}</li>
            ))}
          </ul>
        </section>
      )}
      <div className="letter-words" {...words}>
        <LetterBody blocks={text.blocks} calls={calls} />
      </div>
      {text.demands.length > 0 && (
        <section aria-labelledby={`${id}-demands`} className="letter-demands">
          <h2 id={`${id}-demands`} className="letter-label">
            {t('letter.demands')}
          </h2>
          <ol {...words}>
            {text.demands.map((demand) => (
              <li key={demand}>{demand}</li>
            ))}
          </ol>
        </section>
      )}
      {text.initiators.length > 0 && (
        <section aria-labelledby={`${id}-initiators`} className="letter-initiators">
          <h2 id={`${id}-initiators`} className="letter-label">
            {t(`letter.initiators.${form}`)}
          </h2>
          <ul {...words}>
            {text.initiators.map((initiator) => (
              <li key={initiator}>{initiator}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Every translation of a version on one page: of an edition, or of what shall be published. */
function FoldedTranslations({
  form,
  version,
}: {
  readonly form: LetterReading['form'];
  readonly version: LetterVersionReading;
}) {
  return version.translations.map((translation) => (
    <section key={translation.hash} className="section">
      <details>
        <summary>
          {translation.languageName}:{' '}
          <bdi lang={translation.text.language}>{translation.text.title}</bdi>
        </summary>
        <LetterText form={form} version={translation} />
      </details>
      <TranslationFacts translation={translation} />
    </section>
  ));
}

function VersionFacts({ version }: { readonly version: LetterVersionReading }) {
  const t = useT('public');
  const { text, hash, languageName } = version;
  return (
    <section className="section" aria-labelledby="version">
      <h2 id="version">{t('letter.version', { number: text.number })}</h2>
      <dl className="facts">
        <dt>{t('letter.language')}</dt>
        <dd>{languageName}</dd>
        <dt>{t('letter.hash')}</dt>
        <dd>
          <bdi className="code">{hash}</bdi>
        </dd>
      </dl>
      <p className="section-note">{t('letter.hash.note')}</p>
    </section>
  );
}

function Versions({ versions }: { readonly versions: LetterReading['versions'] }) {
  const t = useT('public');
  return (
    <section className="section" aria-labelledby="versions">
      <h2 id="versions">{t('letter.versions')}</h2>
      <p className="section-note">{t('letter.versions.note')}</p>
      <ol className="plain-list letter-versions">
        {versions.map(({ text, hash, change, note, compared, direction }) => (
          <li key={text.number}>
            <h3>{t('letter.version', { number: text.number })}</h3>
            <p>{t(`letter.change.${change}`)}</p>
            {note !== undefined && (
              <p className="letter-note" lang={text.language} dir="auto">
                {note}
              </p>
            )}
            <p className="small muted">
              SHA-256 <bdi className="code">{hash}</bdi>
            </p>
            {compared.length > 0 && (
              <details>
                <summary>{t('letter.compare', { number: text.number - 1 })}</summary>
                <ComparedText lines={compared} lang={text.language} dir={direction} />
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
