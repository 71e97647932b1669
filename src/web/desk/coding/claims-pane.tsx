import { useState } from 'react';
import { codePointLength, utf16Offset } from '#platform/languages';
import { ExactWords } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimItem } from './claim-item.tsx';
import { useCoding } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { PlaceLine } from './place-line.tsx';
import type { Chosen } from './selected-words.ts';
import { Translations } from './translations.tsx';
import { Withdrawn } from './withdrawn.tsx';

/** What this source says so far: by entity, or only what rests on some passages. */
export function ClaimsPane({
  passages,
  onEdit,
  onPassages,
  onCode,
}: {
  /** Only claims of these; empty for all. */
  readonly passages: readonly string[];
  readonly onEdit: (claim: ClaimCard) => void;
  readonly onPassages: (passages: string[]) => void;
  /** Begins another claim on words coded before. */
  readonly onCode: (words: Chosen) => void;
}) {
  const t = useT('coding');
  const { facts, copy } = useCoding();
  const [withdrawn, setWithdrawn] = useState<ClaimCard>();
  const restore = withdrawn !== undefined && (
    <Withdrawn key={withdrawn.uid} claim={withdrawn} onRestored={() => setWithdrawn(undefined)} />
  );
  const shown =
    passages.length === 0
      ? facts.claims
      : facts.claims.filter(({ passage }) => passage !== null && passages.includes(passage.uid));
  if (facts.claims.length === 0) {
    return (
      <section className="empty" id="claims">
        <h2>{t('claims.empty')}</h2>
        <p>{copy === undefined ? t('claims.emptyAdvice') : t('claims.emptyPlace')}</p>
        {restore}
      </section>
    );
  }
  const groups = [...Map.groupBy(shown, ({ entity }) => entity.uid)];
  return (
    <section id="claims" aria-labelledby="claims-title">
      <div className="row row-apart">
        <h2 id="claims-title">{t('claims.title', { count: shown.length })}</h2>
        {passages.length > 0 && (
          <button type="button" className="button button-quiet" onClick={() => onPassages([])}>
            {t('claims.all')}
          </button>
        )}
      </div>
      {restore}
      {passages.map((passage) => (
        <PassageHead key={passage} passage={passage} claims={shown} onCode={onCode} />
      ))}
      {groups.map(([uid, claims]) => (
        <EntityGroup
          key={uid}
          claims={claims}
          onEdit={onEdit}
          onPassage={(passage) => onPassages([passage])}
          onWithdrawn={setWithdrawn}
        />
      ))}
    </section>
  );
}

function PassageHead({
  passage,
  claims,
  onCode,
}: {
  readonly passage: string;
  readonly claims: readonly ClaimCard[];
  readonly onCode: (words: Chosen) => void;
}) {
  const t = useT('coding');
  const { layer, copy, mayWrite } = useCoding();
  const shown = claims.find((claim) => claim.passage?.uid === passage)?.passage;
  const quote = shown?.quote;
  const place = shown == null ? undefined : placeOf(shown, layer, copy?.uid);
  const again = mayWrite && place !== undefined && (
    <p>
      <button type="button" className="button" onClick={() => onCode(place)}>
        {t('claims.codeAgain')}
      </button>
    </p>
  );
  if (shown != null && shown.region !== null) {
    return (
      <div className="passage-head" id={`passage-${passage}`}>
        <PlaceLine passage={shown} />
        {again}
      </div>
    );
  }
  if (quote == null) return null;
  return (
    <div className="passage-head" id={`passage-${passage}`}>
      <blockquote className="words" lang={layer.language} dir="auto">
        <ExactWords>{quote}</ExactWords>
      </blockquote>
      {again}
      <Translations passage={passage} />
    </div>
  );
}

// Where a passage stands in what the page shows; undefined in another text or copy.
function placeOf(
  { layer: inLayer, copy: inCopy, start, end, region }: NonNullable<ClaimCard['passage']>,
  layer: { readonly uid: string; readonly text: string },
  copy: string | undefined,
): Chosen | undefined {
  if (region !== null) return inCopy === copy ? { how: 'mouse', region } : undefined;
  if (inLayer !== layer.uid || start === null || end === null) return undefined;
  if (end > codePointLength(layer.text)) return undefined;
  const stretch = { start: utf16Offset(layer.text, start), end: utf16Offset(layer.text, end) };
  return { how: 'mouse', stretch };
}

function EntityGroup({
  claims,
  onEdit,
  onPassage,
  onWithdrawn,
}: {
  readonly claims: readonly ClaimCard[];
  readonly onEdit: (claim: ClaimCard) => void;
  readonly onPassage: (passage: string) => void;
  readonly onWithdrawn: (claim: ClaimCard) => void;
}) {
  const t = useT('coding');
  const [first] = claims;
  if (first === undefined) return null;
  const { uid, text } = first.entity;
  return (
    <section className="claim-group" aria-labelledby={`entity-${uid}`}>
      <h3 id={`entity-${uid}`}>
        <a href={`/desk/entities/${uid}`}>
          <bdi>{text === '' ? t('claims.unnamed', { kind: first.kindLabel }) : text}</bdi>
        </a>{' '}
        <span className="muted small">{first.kindLabel}</span>
      </h3>
      <ul className="plain-list">
        {claims.map((claim) => (
          <ClaimItem
            key={claim.uid}
            claim={claim}
            onEdit={onEdit}
            onPassage={onPassage}
            onWithdrawn={onWithdrawn}
          />
        ))}
      </ul>
    </section>
  );
}
