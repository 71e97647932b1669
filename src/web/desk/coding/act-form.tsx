import { useState } from 'react';
import { Icon } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useTerms } from '../finder/use-found.ts';
import { ChainEditor } from './chain-editor.tsx';
import { useCoding } from './coding-context.tsx';
import { toChain, toChoice, type DraftLink, type Picked } from './draft.ts';
import { FormFoot } from './form-foot.tsx';
import { FormProblems } from './form-problems.tsx';
import { KnownActs } from './known-acts.tsx';
import { EntityPicker, ListPicker } from './pickers.tsx';
import type { ActRequestInput, PlaceChoice } from './requests.ts';
import type { SelectedWords } from './selected-words.ts';
import { useSave } from './use-save.ts';
import { DateText, PlainSelect, TextLine } from './value-field.tsx';

interface ActDraft {
  readonly actType: string;
  readonly victims: readonly Picked[];
  readonly perpetrators: readonly Picked[];
  readonly degree: string;
  readonly event?: Picked | undefined;
  readonly where?: Picked | undefined;
  readonly date: string;
  readonly statedReason: string;
  readonly certainty: string;
  readonly chain: readonly DraftLink[];
}

/** Who did what to whom, when and where, in these words. */
export function ActForm({
  words,
  onAbout,
  onClose,
}: {
  readonly words: SelectedWords;
  /** The act is on record already: what these words say of it is coded claim by claim. */
  readonly onAbout: (act: Picked) => void;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const { catalog, chain } = useCoding();
  const terms = useTerms('acts');
  const degrees = useTerms('involvement-degrees');
  const [draft, setDraft] = useState<ActDraft>({
    actType: '',
    victims: [],
    perpetrators: [],
    degree: '',
    date: '',
    statedReason: '',
    certainty: 'unknown',
    chain,
  });
  const [isTried, setTried] = useState(false);
  const change = (part: Partial<ActDraft>) => setDraft((before) => ({ ...before, ...part }));
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (done.ok) onClose();
  });
  const request =
    words.place === undefined
      ? undefined
      : toActRequest(draft, words.place, words.seen === undefined ? 'coded' : 'seen');
  const problems = answer?.ok === false ? answer.state.problems : [];
  return (
    <form
      className="coding-form"
      aria-label={t('act.form')}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (request !== undefined) save({ form: 'act', request: JSON.stringify(request) });
      }}
    >
      <FormProblems problems={problems} />
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
      <KnownActs victim={draft.victims[0]} onChoose={onAbout} />
      <PeoplePicker
        label={t('act.perpetrators')}
        people={draft.perpetrators}
        onChange={(perpetrators) => change({ perpetrators })}
      />
      {draft.perpetrators.length > 0 && (
        <PlainSelect
          label={t('act.degree')}
          value={draft.degree}
          empty={t('act.degreeEmpty')}
          options={degrees.map(({ key, text }) => ({ value: key, label: text }))}
          onChoose={(degree) => change({ degree })}
        />
      )}
      <DateText label={t('act.date')} typed={draft.date} onType={(date) => change({ date })} />
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
        label={t('act.save')}
        isSaving={isSaving}
        isLost={isLost}
        missing={isTried && request === undefined ? t('act.missing') : undefined}
        done={undefined}
        onClose={onClose}
      />
    </form>
  );
}

function toActRequest(
  draft: ActDraft,
  place: PlaceChoice,
  basis: 'coded' | 'seen',
): ActRequestInput | undefined {
  const { actType, victims, perpetrators, degree, event, where, date, statedReason } = draft;
  if (actType === '' || victims.length === 0) return undefined;
  return {
    place,
    actType,
    victims: victims.map(toChoice),
    perpetrators: perpetrators.map((entity) => ({
      entity: toChoice(entity),
      ...(degree !== '' && { degree }),
    })),
    ...(event !== undefined && { event: toChoice(event) }),
    ...(where !== undefined && { where: toChoice(where) }),
    ...(date.trim() !== '' && { date }),
    ...(statedReason.trim() !== '' && { statedReason }),
    basis,
    certainty: draft.certainty,
    chain: toChain(draft.chain),
  };
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
