import type { StructureDifference } from '@countersign/letter';
import { Notice } from '../../../components/index.ts';
import { useT } from '../../../messages/catalogs.ts';

/** Where a translation is built otherwise than the text, and why. Nothing where it is not. */
export function StructurePoints({
  structure,
  departure,
}: {
  readonly structure: readonly StructureDifference[];
  readonly departure: string;
}) {
  const t = useT('translate');
  if (structure.length === 0) return null;
  return (
    <Notice tone="caution">
      <p>{t('structure')}</p>
      <ul>
        {structure.map((one) =>
          one.kind === 'block' ? (
            <li key={`block ${one.block}`}>{t('structure.block', { number: one.block + 1 })}</li>
          ) : (
            <li key={one.place}>
              {t(`structure.${one.place}`, { source: one.source, translation: one.translation })}
            </li>
          ),
        )}
      </ul>
      <p>
        {t('structure.why')} <bdi>{departure}</bdi>
      </p>
    </Notice>
  );
}
