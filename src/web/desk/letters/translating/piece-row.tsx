import { useId, useState } from 'react';
import { LetterBody, Tag } from '../../../components/index.ts';
import { readPlainForm } from '@countersign/letter';
import { useT } from '../../../messages/catalogs.ts';
import { pointsOf, type PiecePoints, type SourcePiece } from './piece-points.ts';

interface Setting {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** A piece of the text and, beside it, the field for its translation, each in its own direction. */
export function PieceRow({
  piece,
  typed,
  source,
  target,
}: {
  readonly piece: SourcePiece;
  /** What was typed, when the form came back. */
  readonly typed: string | undefined;
  readonly source: Setting;
  readonly target: Setting;
}) {
  const t = useT('translate');
  const id = useId();
  const [words, setWords] = useState(typed ?? piece.written);
  const points = pointsOf(piece, words);
  const label = t(`piece.${piece.place}`, { number: piece.at + 1 });
  const field = {
    ...{ id, name: piece.place, className: 'input', defaultValue: typed ?? piece.written },
    'aria-describedby': `${id}-points`,
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setWords(event.target.value),
    ...target,
  };
  return (
    <div className="piece-row">
      <div className="piece-source" {...source}>
        {piece.place === 'blocks' ? (
          <LetterBody blocks={readPlainForm(piece.words)} />
        ) : (
          <p>{piece.words}</p>
        )}
      </div>
      <div className="field">
        <label htmlFor={id}>{label}</label>
        {piece.place === 'blocks' ? (
          <textarea rows={Math.min(12, 2 + Math.ceil(piece.words.length / 55))} {...field} />
        ) : (
          <input {...field} />
        )}
        <Points id={`${id}-points`} points={points} since={piece.since} />
      </div>
    </div>
  );
}

function Points({
  id,
  points,
  since,
}: {
  readonly id: string;
  readonly points: PiecePoints;
  readonly since: SourcePiece['since'];
}) {
  const t = useT('translate');
  const { isMissing, isOtherwise } = points;
  return (
    <p id={id} className="row piece-points">
      {since !== undefined && since !== 'same' && <Tag tone="caution">{t(`since.${since}`)}</Tag>}
      {isMissing && <Tag tone="caution">{t('point.missing')}</Tag>}
      {isOtherwise && <Tag tone="caution">{t('point.otherwise')}</Tag>}
      <FigurePoints {...points} />
    </p>
  );
}

/** Figures in which a piece and its translation differ. */
export function FigurePoints({ missing, added }: Pick<PiecePoints, 'missing' | 'added'>) {
  const t = useT('translate');
  return (
    <>
      {missing.length > 0 && (
        <Tag tone="caution">{t('point.figures.missing', { figures: figures(missing) })}</Tag>
      )}
      {added.length > 0 && (
        <Tag tone="caution">{t('point.figures.added', { figures: figures(added) })}</Tag>
      )}
    </>
  );
}

// Isolated: among Persian words a row of western figures would turn round.
function figures(all: readonly string[]): string {
  return all.map((one) => `\u2066${one}\u2069`).join(' · ');
}
