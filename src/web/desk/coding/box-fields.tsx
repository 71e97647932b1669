import { useId, useState } from 'react';
import { localDigits } from '#platform/languages';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import type { Box } from '../media/picture.tsx';
import { readBox, typedBox, type TypedBox } from './box.ts';

const sides = ['x', 'y', 'w', 'h'] as const;
const nothing: TypedBox = { x: '', y: '', w: '', h: '' };

/** A box in four numbers, in percent of the picture: for whoever cannot point. */
export function BoxFields({
  box,
  onBox,
}: {
  readonly box: Box | undefined;
  readonly onBox: (box: Box) => void;
}) {
  const t = useT('coding');
  const locale = useLocale();
  const id = useId();
  const [typed, setTyped] = useState(nothing);
  const [isOwn, setOwn] = useState(false);
  // Where the box was drawn or moved meanwhile, the fields follow it.
  const read = readBox(typed);
  const follows = box !== undefined && (!isOwn || (read !== undefined && !isSame(read, box)));
  const shown = follows ? typedBox(box) : typed;
  const isBad = !follows && sides.every((side) => shown[side] !== '') && read === undefined;
  return (
    <fieldset className="spot-fields">
      <legend className="visually-hidden">{t('spot.frame')}</legend>
      {sides.map((side) => (
        <div key={side} className="field">
          <label htmlFor={`${id}-${side}`}>{t(`spot.${side}`)}</label>
          <input
            id={`${id}-${side}`}
            className="input"
            inputMode="decimal"
            autoComplete="off"
            // What is being typed stays as it is, or the cursor would jump.
            value={follows ? localDigits(shown[side], locale) : shown[side]}
            aria-invalid={isBad || undefined}
            aria-describedby={isBad ? `${id}-bad` : undefined}
            onChange={(event) => {
              const next = { ...shown, [side]: event.currentTarget.value };
              setTyped(next);
              setOwn(true);
              const whole = readBox(next);
              if (whole !== undefined) onBox(whole);
            }}
            onBlur={() => setOwn(isBad || read === undefined)}
          />
        </div>
      ))}
      {isBad && (
        <p id={`${id}-bad`} className="field-problem">
          {t('spot.badBox')}
        </p>
      )}
    </fieldset>
  );
}

function isSame(a: Box, b: Box): boolean {
  return sides.every((side) => a[side] === b[side]);
}
