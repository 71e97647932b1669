import { useEffect, useRef, useState } from 'react';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { Answer } from './answer-form.ts';
import { ChainEditor } from './chain-editor.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { useCoding, usePropertyOf, useSentence } from './coding-context.tsx';
import { emptyDraft, nextDraft, toRequest, type ClaimDraft, type Picked } from './draft.ts';
import { dropDraft, keepDraft } from './draft-store.ts';
import { FormFoot } from './form-foot.tsx';
import { MoreFields } from './more-fields.tsx';
import { EntityPicker, ListPicker } from './pickers.tsx';
import type { SelectedWords } from './selected-words.ts';
import { useSave } from './use-save.ts';
import { ValueField } from './value-field.tsx';

/** One claim: of whom, what, which value; resting on the selected words. */
export function ClaimForm({
  words,
  first,
  onClose,
}: {
  readonly words: SelectedWords;
  /** A draft to go on with: kept from before, or a claim to be changed. */
  readonly first: ClaimDraft | undefined;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const coding = useCoding();
  const { account, source, layer, catalog, chain } = coding;
  const propertyOf = usePropertyOf();
  const sentence = useSentence();
  const [draft, setDraft] = useState(first ?? emptyDraft(layer.language, chain));
  const [isTried, setTried] = useState(false);
  // A new round begins after each save: fields start afresh and the focus goes to the next one.
  const [round, setRound] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const property = propertyOf(draft.property);
  const change = (part: Partial<ClaimDraft>) => setDraft((before) => ({ ...before, ...part }));

  useEffect(() => {
    if (draft.subject !== undefined || draft.typed !== '') {
      keepDraft(account, source, { layer: layer.uid, stretch: words.stretch, draft });
    }
  }, [account, source, layer.uid, words.stretch, draft]);

  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (!done.ok) return;
    dropDraft(account, source);
    setTried(false);
    if (draft.supersedes !== undefined) {
      onClose();
      return;
    }
    setDraft(nextDraft(draft, subjectAfter(done, draft)));
    setRound((before) => before + 1);
  });
  const request = toRequest(draft, property, words.place, words.text);
  const submit = () => {
    setTried(true);
    if (request !== undefined) save({ form: 'claim', request: JSON.stringify(request) });
  };
  const problems = answer?.ok === false && isTried ? answer.state.problems : [];
  const theirs = newerOf(answer, draft.supersedes);
  return (
    <form
      ref={form}
      className="coding-form"
      aria-label={t('claim.form')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          submit();
        }
      }}
    >
      {theirs !== undefined && (
        <Theirs claim={theirs} onTake={() => change({ supersedes: theirs.uid })} />
      )}
      {problems.length > 0 && theirs === undefined && (
        <Notice tone="problem" live>
          {problems.map((problem) => (
            <p key={`${problem.field} ${problem.code}`}>{sentence(problem)}</p>
          ))}
        </Notice>
      )}
      <EntityPicker
        key={`subject ${draft.subject?.uid ?? draft.subject?.text ?? ''}`}
        label={t('claim.subject')}
        kinds={catalog.kinds.map(({ code }) => code)}
        picked={draft.subject}
        words={words.text.length <= 80 ? words.text : ''}
        autoFocus={draft.subject === undefined && words.takesFocus}
        onPick={(subject) => change({ subject, property: '' })}
      />
      {draft.subject !== undefined && (
        <ListPicker
          key={`property ${round} ${draft.subject.kind}`}
          label={t('claim.property')}
          hint={property?.help}
          choices={catalog.properties
            .filter(
              ({ kinds }) => draft.subject !== undefined && kinds.includes(draft.subject.kind),
            )
            .map(({ code, label }) => ({ key: code, text: label }))}
          chosen={draft.property}
          autoFocus={words.takesFocus}
          onChoose={(code) => change(forProperty(code, propertyOf(code)?.valueType, words.text))}
        />
      )}
      {property !== undefined && (
        <ValueField
          key={`value ${round} ${property.code}`}
          property={property}
          draft={draft}
          words={words.text}
          onChange={change}
        />
      )}
      <MoreFields draft={draft} onChange={change} words={words.text} />
      <ChainEditor chain={draft.chain} onChange={(links) => change({ chain: links })} />
      <FormFoot
        label={draft.supersedes === undefined ? t('claim.saveNext') : t('claim.saveChange')}
        isSaving={isSaving}
        isLost={isLost}
        missing={isTried && request === undefined ? t('claim.missing') : undefined}
        done={answer?.ok === true && !isTried ? t('claim.saved') : undefined}
        onClose={onClose}
      />
    </form>
  );
}

// The value begins with the selected words where the property takes words; a term or somebody's
// name is looked for by them instead.
function forProperty(
  code: string,
  valueType: string | undefined,
  words: string,
): Partial<ClaimDraft> {
  const takesWords = valueType !== 'term' && valueType !== 'entity';
  return { property: code, picked: undefined, typed: code !== '' && takesWords ? words : '' };
}

function subjectAfter(answer: Answer, { subject }: ClaimDraft): Picked | undefined {
  const uid = answer.coded?.subject;
  if (uid === undefined || subject === undefined) return subject;
  const text = answer.facts.claims.find(({ entity }) => entity.uid === uid)?.entity.text;
  return { uid, kind: subject.kind, text: text ?? subject.text };
}

function newerOf(answer: Answer | undefined, supersedes: string | undefined) {
  const isOvertaken = answer?.state.problems.some(({ code }) => code === 'claim-changed') === true;
  if (!isOvertaken || supersedes === undefined) return undefined;
  return answer?.facts.claims.find((claim) => claim.supersedes === supersedes);
}

/** What somebody else made of the same claim in the meantime. */
function Theirs({ claim, onTake }: { readonly claim: ClaimCard; readonly onTake: () => void }) {
  const t = useT('coding');
  return (
    <Notice tone="caution" live>
      <p>{t('claim.theirs', { who: claim.author.name })}</p>
      <p className="claim-value">
        {claim.propertyLabel}: <bdi>{claim.valueText}</bdi>
      </p>
      <p>
        <button type="button" className="button" onClick={onTake}>
          {t('claim.replaceTheirs')}
        </button>
      </p>
    </Notice>
  );
}
