import { useId, type ReactNode } from 'react';
import { durationWords, formatFigure, parseDuration, parseFigureText } from '#record/figures';
import { DateReading } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { useTerms } from '../finder/use-found.ts';
import type { PropertyEntry } from './catalog.ts';
import { useCoding } from './coding-context.tsx';
import type { ClaimDraft } from './draft.ts';
import { EntityPicker, ListPicker } from './pickers.tsx';

export type Change = (change: Partial<ClaimDraft>) => void;

/** The value of a claim, asked for in the way its property needs. */
export function ValueField({
  property,
  draft,
  words,
  takesFocus,
  onChange,
}: {
  readonly property: PropertyEntry;
  readonly draft: ClaimDraft;
  /** The selected words. */
  readonly words: string;
  readonly takesFocus: boolean;
  readonly onChange: Change;
}) {
  const t = useT('coding');
  const label = t('claim.value');
  switch (property.valueType) {
    case 'entity':
      return (
        <EntityPicker
          label={label}
          kinds={property.range ?? []}
          picked={draft.picked}
          words={words}
          onPick={(picked) => onChange({ picked })}
        />
      );
    case 'term':
      return (
        <TermField
          vocabulary={property.vocabulary}
          draft={draft}
          words={words}
          takesFocus={takesFocus}
          onChange={onChange}
        />
      );
    case 'country':
      return (
        <TermField
          vocabulary="countries"
          draft={draft}
          words={words}
          takesFocus={takesFocus}
          onChange={onChange}
        />
      );
    case 'date':
      return <DateText label={label} typed={draft.typed} onType={(typed) => onChange({ typed })} />;
    case 'figure':
      return <FigureFields draft={draft} onChange={onChange} />;
    case 'text':
    case 'name':
      return (
        <TextLine
          label={label}
          typed={draft.typed}
          isLong={property.valueType === 'text'}
          onType={(typed) => onChange({ typed })}
        />
      );
    case 'duration':
      return (
        <TextLine
          label={label}
          hint={t('claim.hint.duration')}
          typed={draft.typed}
          reading={<DurationReading typed={draft.typed} inYears={property.inYears} />}
          onType={(typed) => onChange({ typed })}
        />
      );
    case 'identifier':
    case 'coordinates':
    case 'url':
    case 'language':
    case 'money':
      return (
        <TextLine
          label={label}
          hint={t(`claim.hint.${property.valueType}`)}
          typed={draft.typed}
          onType={(typed) => onChange({ typed })}
        />
      );
  }
}

function TermField({
  vocabulary,
  draft,
  words,
  takesFocus,
  onChange,
}: {
  readonly vocabulary: string | undefined;
  readonly draft: ClaimDraft;
  readonly words: string;
  readonly takesFocus: boolean;
  readonly onChange: Change;
}) {
  const t = useT('coding');
  const terms = useTerms(vocabulary);
  return (
    <ListPicker
      // The words can only be offered once the terms are there.
      key={terms.length}
      takesFocus={takesFocus && terms.length > 0}
      label={t('claim.value')}
      choices={terms}
      chosen={draft.typed}
      first={words.length <= 40 ? bareTerm(words) : ''}
      onChoose={(typed) => onChange({ typed })}
    />
  );
}

// A list names “an assistant director,” without an article or a comma.
function bareTerm(words: string): string {
  return words
    .replaceAll(/^[\s«“"'(]+|[\s»”"'),.;:!?،؛؟]+$/gu, '')
    .replace(/^(?:(?:an?|the|une?|l[ae]s?|des|du)\s+|l['’])(?=\p{L})/iu, '');
}

function FigureFields({
  draft,
  onChange,
}: {
  readonly draft: ClaimDraft;
  readonly onChange: Change;
}) {
  const t = useT('coding');
  const { catalog } = useCoding();
  return (
    <>
      <TextLine
        label={t('claim.value')}
        hint={t('claim.hint.figure')}
        typed={draft.typed}
        reading={<FigureReading typed={draft.typed} />}
        onType={(typed) => onChange({ typed })}
      />
      <TextLine
        label={t('figure.counted')}
        hint={t('figure.countedHint')}
        typed={draft.counted}
        onType={(counted) => onChange({ counted })}
      />
      <PlainSelect
        label={t('figure.unit')}
        value={draft.unit}
        options={catalog.units}
        onChoose={(unit) => onChange({ unit })}
      />
      <EntityPicker
        label={t('figure.place')}
        kinds={['place']}
        picked={draft.where}
        onPick={(where) => onChange({ where })}
      />
      <DateText
        label={t('figure.period')}
        hint={t('figure.periodHint')}
        typed={draft.period}
        onType={(period) => onChange({ period })}
      />
      <DateText
        label={t('figure.asOf')}
        hint={t('figure.asOfHint')}
        typed={draft.asOf}
        onType={(asOf) => onChange({ asOf })}
      />
    </>
  );
}

/** How a figure is read while it is typed. */
function FigureReading({ typed }: { readonly typed: string }) {
  const t = useT('coding');
  const common = useT('common');
  const locale = useLocale();
  if (typed.trim() === '') return null;
  const result = parseFigureText(typed);
  if (!result.ok) return t('figure.notYet');
  return (
    <>
      {common('date.readAs')} <bdi>{formatFigure(result.bounds, locale)}</bdi>
    </>
  );
}

/** How a length of time is read while it is typed. */
function DurationReading({
  typed,
  inYears,
}: {
  readonly typed: string;
  readonly inYears: boolean | undefined;
}) {
  const t = useT('coding');
  const common = useT('common');
  const locale = useLocale();
  if (typed.trim() === '') return null;
  const duration = parseDuration(typed, inYears);
  if (duration === undefined) return t('duration.notYet');
  return (
    <>
      {common('date.readAs')} <bdi>{durationWords(duration, locale)}</bdi>
    </>
  );
}

/** A line or some lines of text. */
export function TextLine({
  label,
  hint,
  typed,
  reading,
  isLong = false,
  onType,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly typed: string;
  /** How it is understood, told below the field. */
  readonly reading?: ReactNode;
  readonly isLong?: boolean;
  readonly onType: (typed: string) => void;
}) {
  const id = useId();
  const described = hint === undefined ? {} : { 'aria-describedby': `${id}-hint` };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {isLong ? (
        <textarea
          id={id}
          className="input"
          dir="auto"
          rows={3}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          {...described}
        />
      ) : (
        <input
          id={id}
          className="input"
          dir="auto"
          autoComplete="off"
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          {...described}
        />
      )}
      {reading !== undefined && (
        <output className="date-reading" htmlFor={id}>
          {reading}
        </output>
      )}
    </div>
  );
}

/** A date in either calendar, with how it is read beside it. */
export function DateText({
  label,
  hint,
  typed,
  isInvalid = false,
  onType,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly typed: string;
  readonly isInvalid?: boolean;
  readonly onType: (typed: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      <input
        id={id}
        className="input"
        dir="auto"
        autoComplete="off"
        aria-invalid={isInvalid || undefined}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
        {...(hint !== undefined && { 'aria-describedby': `${id}-hint` })}
      />
      <DateReading id={id} typed={typed} onTake={onType} />
    </div>
  );
}

/** One of a few, from a plain list. */
export function PlainSelect({
  label,
  value,
  options,
  empty,
  isInvalid = false,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly empty?: string;
  readonly isInvalid?: boolean;
  readonly onChoose: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        aria-invalid={isInvalid || undefined}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
