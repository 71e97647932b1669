import { useState } from 'react';
import type { Problem } from '#platform/errors';
import { Icon } from '../../components/index.ts';
import { useDateProblem } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ChosenField } from '../finder/chosen-field.tsx';
import { useTerms } from '../finder/use-found.ts';
import { emptyAct, toActRequest, type ActDraft } from './act-draft.ts';
import type { Answer } from './answer-form.ts';
import { ChainEditor } from './chain-editor.tsx';
import { useCoding } from './coding-context.tsx';
import type { Picked } from './draft.ts';
import { FormFoot } from './form-foot.tsx';
import { FormProblems } from './form-problems.tsx';
import { KnownActs } from './known-acts.tsx';
import { EntityPicker, ListPicker } from './pickers.tsx';
import type { SelectedWords } from './selected-words.ts';
import { useFormDraft } from './use-kept-draft.ts';
import { useSave } from './use-save.ts';
import { DateText, PlainSelect, TextLine } from './value-field.tsx';

/** Who did what to whom, when and where, in these words. */
export function ActForm({
  words,
  onSaved,
  onClose,
}: {
  readonly words: SelectedWords;
  readonly onSaved: (answer: Answer) => void;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const { catalog, chain } = useCoding();
  const terms = useTerms('acts');
  const { draft, change, drop, isBegun } = useFormDraft('act', words, () => emptyAct(chain));
  const [isTried, setTried] = useState(false);
  const [sent, setSent] = useState<Sent>();
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (!done.ok) return;
    drop();
    onSaved(done);
  });
  const discard = () => {
    drop();
    onClose();
  };
  const request =
    words.place === undefined
      ? undefined
      : toActRequest(draft, words.place, words.seen === undefined ? 'coded' : 'seen');
  const problems = standing(answer, draft, words, sent);
  return (
    <form
      className="coding-form"
      aria-label={t('act.form')}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        setSent({ draft, text: words.text });
        if (request !== undefined) save({ form: 'act', request: JSON.stringify(request) });
      }}
    >
      <ActProblems answer={answer} problems={problems} date={draft.date} />
      {draft.onto !== undefined && (
        <ChosenField
          label={t('act.onto')}
          hint={t('act.ontoHint')}
          text={draft.onto.text}
          onClear={() => change({ onto: undefined })}
        />
      )}
      <ListPicker
        label={t('act.type')}
        choices={terms}
        chosen={draft.actType}
        takesFocus={words.takesFocus}
        onChoose={(actType) => change({ actType })}
      />
      <PeoplePicker
        label={t('act.victims')}
        people={draft.victims}
        onChange={(victims) => change({ victims })}
      />
      {draft.onto === undefined && (
        <KnownActs victim={draft.victims[0]} onChoose={(onto) => change({ onto })} />
      )}
      <PerpetratorFields draft={draft} onChange={change} />
      <DateText
        label={t('act.date')}
        typed={draft.date}
        isInvalid={problems.some(({ field }) => field === 'date')}
        onType={(date) => change({ date })}
      />
      <EntityPicker
        key={`where ${draft.where?.uid ?? draft.where?.text}`}
        label={t('act.where')}
        kinds={['place']}
        picked={draft.where}
        onPick={(where) => change({ where })}
      />
      <EntityPicker
        key={`event ${draft.event?.uid ?? draft.event?.text}`}
        label={t('act.event')}
        kinds={['event']}
        picked={draft.event}
        onPick={(event) => change({ event })}
      />
      <TextLine
        label={t('act.statedReason')}
        typed={draft.statedReason}
        onType={(statedReason) => change({ statedReason })}
      />
      <PlainSelect
        label={t('claim.certainty')}
        value={draft.certainty}
        options={catalog.certainties}
        onChoose={(certainty) => change({ certainty })}
      />
      <ChainEditor chain={draft.chain} onChange={(links) => change({ chain: links })} />
      <FormFoot
        label={t(draft.onto === undefined ? 'act.save' : 'act.saveOnto')}
        isSaving={isSaving}
        isLost={isLost}
        missing={
          isTried && request === undefined
            ? t(draft.onto === undefined ? 'act.missing' : 'act.missingOnto')
            : undefined
        }
        done={undefined}
        onClose={onClose}
        onDiscard={isBegun ? discard : undefined}
      />
    </form>
  );
}

/** By whom, and how deep they were in it. */
function PerpetratorFields({
  draft: { perpetrators, degree },
  onChange,
}: {
  readonly draft: ActDraft;
  readonly onChange: (part: Partial<ActDraft>) => void;
}) {
  const t = useT('coding');
  const degrees = useTerms('involvement-degrees');
  return (
    <>
      <PeoplePicker
        label={t('act.perpetrators')}
        people={perpetrators}
        onChange={(people) => onChange({ perpetrators: people })}
      />
      {perpetrators.length > 0 && (
        <PlainSelect
          label={t('act.degree')}
          value={degree}
          empty={t('act.degreeEmpty')}
          options={degrees.map(({ key, text }) => ({ value: key, label: text }))}
          onChoose={(code) => onChange({ degree: code })}
        />
      )}
    </>
  );
}

/** What was wrong, by the names of the fields. */
function ActProblems({
  answer,
  problems,
  date,
}: {
  readonly answer: Answer | undefined;
  readonly problems: readonly Problem[];
  /** As it was typed. */
  readonly date: string;
}) {
  const t = useT('coding');
  const dateProblem = useDateProblem();
  return (
    <FormProblems
      answer={answer}
      problems={problems}
      before={({ field }) => {
        const label = labelOf(field);
        return label === undefined ? '' : t('field.before', { label: t(label) });
      }}
      say={({ code }) => (code === 'value-bad-date' ? dateProblem(date) : undefined)}
    />
  );
}

interface Sent {
  readonly draft: ActDraft;
  /** The words it rested on. */
  readonly text: string;
}

/** What was wrong with what was sent, as far as it still stands so. */
function standing(
  answer: Answer | undefined,
  draft: ActDraft,
  words: SelectedWords,
  sent: Sent | undefined,
): readonly Problem[] {
  if (answer?.ok !== false || sent?.text !== words.text) return [];
  const now: Readonly<Record<string, unknown>> = { ...draft };
  const then: Readonly<Record<string, unknown>> = { ...sent.draft };
  return answer.state.problems.filter(({ field = '' }) => now[field] === then[field]);
}

const fields = [
  'actType',
  'victims',
  'perpetrators',
  'date',
  'where',
  'event',
  'statedReason',
] as const;

function labelOf(field: string | undefined) {
  const known = fields.find((one) => one === field);
  return known === undefined ? undefined : (`act.${known === 'actType' ? 'type' : known}` as const);
}

/** Several people or groups. */
function PeoplePicker({
  label,
  people,
  onChange,
}: {
  readonly label: string;
  readonly people: readonly Picked[];
  readonly onChange: (people: readonly Picked[]) => void;
}) {
  const t = useT('coding');
  return (
    <div className="stack-tight">
      <EntityPicker
        key={people.length}
        label={label}
        kinds={['person', 'group']}
        picked={undefined}
        onPick={(picked) => {
          if (picked !== undefined) onChange([...people, picked]);
        }}
      />
      <ul className="chosen-list">
        {people.map((person) => (
          <li key={person.uid ?? person.text} className="chosen">
            <bdi>{person.text}</bdi>
            <button
              type="button"
              className="button button-quiet"
              aria-label={t('action.removeOf', { what: person.text })}
              onClick={() => onChange(people.filter((one) => one !== person))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
