import type { LetterNote, NoteClaim } from '#publish';
import { formatList, formatNumber } from '#platform/languages';
import { Notice } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';
import { useLocale } from '../page-environment.tsx';
import { Evidence } from './evidence.tsx';
import { NameLink } from './name.tsx';
import { ShownValue } from './shown-value.tsx';

function isChanged({ claims }: LetterNote): boolean {
  return claims.some(({ state }) => state === 'gone' || state === 'removed');
}

/** Says above the text that something it rests on has changed since; nothing otherwise. */
export function ChangedNotes({ notes }: { readonly notes: readonly LetterNote[] }) {
  const t = useT('public');
  const locale = useLocale();
  const changed = notes.filter(isChanged);
  if (changed.length === 0) return null;
  const numbers = changed.map(({ number }) => formatNumber(number, locale));
  return (
    <Notice tone="caution">
      <p>
        {t('letter.notes.changed', { n: changed.length, numbers: formatList(numbers, locale) })}{' '}
        <a href={`#note-${changed[0]?.number}`}>{t('letter.notes.see')}</a>
      </p>
    </Notice>
  );
}

/** What the letter rests on, as the record stands now. */
export function LetterNotes({
  notes,
  lang,
}: {
  readonly notes: readonly LetterNote[];
  /** Of the text that counts: its words stand above each note, also where a translation is read. */
  readonly lang: string;
}) {
  const t = useT('public');
  const locale = useLocale();
  if (notes.length === 0) return null;
  return (
    <section className="section" aria-labelledby="notes">
      <h2 id="notes">{t('letter.notes')}</h2>
      <p className="section-note">{t('letter.notes.note')}</p>
      <ol className="plain-list letter-notes">
        {notes.map(({ number, words, claims }) => (
          <li key={number} id={`note-${number}`}>
            <a className="letter-note-number" href={`#call-${number}`}>
              {formatNumber(number, locale)}
            </a>
            <div>
              <p className="letter-note-words" lang={lang} dir="auto">
                {words}
              </p>
              <NoteLines claims={claims} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What some words rest on, as the record tells it now. */
export function NoteLines({ claims }: Pick<LetterNote, 'claims'>) {
  return claims.map((claim) => <NoteLine key={claim.uid} claim={claim} />);
}

/** One claim that a note names, or what became of it. */
export function NoteLine({ claim }: { readonly claim: NoteClaim }) {
  const t = useT('public');
  const common = useT('common');
  if (claim.state === 'removed') return <p className="dispute">{t('letter.note.removed')}</p>;
  const { name, address } = claim;
  if (claim.state === 'gone') {
    return (
      <p className="dispute">
        <NameLink name={name} address={address} /> – {t('letter.note.gone')}
      </p>
    );
  }
  const { label, value } = claim.told;
  return (
    <div className="value">
      <p className="value-said">
        <NameLink name={name} address={`${address}#claim-${value.uid}`} /> –{' '}
        {common('field.before', { label })} <ShownValue shown={value.shown} />
      </p>
      {claim.state === 'disputed' && <p className="dispute">{t('letter.note.disputed')}</p>}
      <Evidence value={value} anchors={false} />
    </div>
  );
}
