import type { Block } from '@countersign/letter';
import { LetterBody, Tag } from '../../../components/index.ts';
import { useT } from '../../../messages/catalogs.ts';
import type { ComparedRow } from './compared-rows.ts';
import { FigurePoints } from './piece-row.tsx';

interface Setting {
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** A text and its translation side by side, with what somebody who decides should look at. */
export function ComparedRows({
  rows,
  source,
  target,
}: {
  readonly rows: readonly ComparedRow[];
  readonly source: Setting;
  readonly target: Setting;
}) {
  const t = useT('translate');
  return (
    <div className="piece-rows">
      {rows.map((row) => (
        <div key={`${row.place} ${row.at}`} className="piece-row">
          <p className="piece-name">{t(`piece.${row.place}`, { number: row.at + 1 })}</p>
          <Side block={row.source} setting={source} />
          <Side block={row.translation} setting={target} />
          <p className="row piece-points">
            <FigurePoints {...row} />
            {row.notes > 0 && <Tag>{t('point.notes', { n: row.notes })}</Tag>}
            {row.isBare && <Tag tone="caution">{t('point.bare')}</Tag>}
          </p>
        </div>
      ))}
    </div>
  );
}

function Side({
  block,
  setting,
}: {
  readonly block: Block | undefined;
  readonly setting: Setting;
}) {
  const t = useT('translate');
  if (block === undefined) {
    return (
      <p>
        <Tag tone="caution">{t('point.nothing')}</Tag>
      </p>
    );
  }
  return (
    <div className="piece-source" {...setting}>
      <LetterBody blocks={[block]} />
    </div>
  );
}
