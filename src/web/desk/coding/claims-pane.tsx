import { ExactWords } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimItem } from './claim-item.tsx';
import { useCoding } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { PlaceLine } from './place-line.tsx';
import { Translations } from './translations.tsx';

/** What this source says so far: by entity, or only what rests on some passages. */
export function ClaimsPane({
  passages,
  onEdit,
  onPassages,
}: {
  /** Only claims of these; empty for all. */
  readonly passages: readonly string[];
  readonly onEdit: (claim: ClaimCard) => void;
  readonly onPassages: (passages: string[]) => void;
}) {
  const t = useT('coding');
  const { facts } = useCoding();
  const shown =
    passages.length === 0
      ? facts.claims
      : facts.claims.filter(({ passage }) => passage !== null && passages.includes(passage.uid));
  if (facts.claims.length === 0) {
    return (
      <section className="empty" id="claims">
        <h2>{t('claims.empty')}</h2>
        <p>{t('claims.emptyAdvice')}</p>
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
      {passages.map((passage) => (
        <PassageHead key={passage} passage={passage} claims={shown} />
      ))}
      {groups.map(([uid, claims]) => (
        <EntityGroup
          key={uid}
          claims={claims}
          onEdit={onEdit}
          onPassage={(passage) => onPassages([passage])}
        />
      ))}
    </section>
  );
}

function PassageHead({
  passage,
  claims,
}: {
  readonly passage: string;
  readonly claims: readonly ClaimCard[];
}) {
  const { layer } = useCoding();
  const shown = claims.find((claim) => claim.passage?.uid === passage)?.passage;
  const quote = shown?.quote;
  if (shown != null && shown.region !== null) {
    return (
      <div className="passage-head" id={`passage-${passage}`}>
        <PlaceLine passage={shown} />
      </div>
    );
  }
  if (quote == null) return null;
  return (
    <div className="passage-head" id={`passage-${passage}`}>
      <blockquote className="words" lang={layer.language} dir="auto">
        <ExactWords>{quote}</ExactWords>
      </blockquote>
      <Translations passage={passage} />
    </div>
  );
}

function EntityGroup({
  claims,
  onEdit,
  onPassage,
}: {
  readonly claims: readonly ClaimCard[];
  readonly onEdit: (claim: ClaimCard) => void;
  readonly onPassage: (passage: string) => void;
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
          <ClaimItem key={claim.uid} claim={claim} onEdit={onEdit} onPassage={onPassage} />
        ))}
      </ul>
    </section>
  );
}
