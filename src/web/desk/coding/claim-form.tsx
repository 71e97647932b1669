import { withoutInvisible } from '#platform/languages';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { Answer } from './answer-form.ts';
import { ChainEditor } from './chain-editor.tsx';
import type { PropertyEntry } from './catalog.ts';
import type { ClaimCard } from './coding-facts.ts';
import { useCoding, usePropertyOf } from './coding-context.tsx';
import type { ClaimDraft } from './draft.ts';
import { FormFoot } from './form-foot.tsx';
import { FormProblems } from './form-problems.tsx';
import { MoreFields } from './more-fields.tsx';
import { EntityPicker, ListPicker } from './pickers.tsx';
import { lookedFor, prefilledValue } from './prefilled.ts';
import type { SelectedWords } from './selected-words.ts';
import { useSaidElsewhere } from './said-elsewhere.ts';
import { useClaimForm } from './use-claim-form.ts';
import { ValueField } from './value-field.tsx';

/** One claim: of whom, what, which value; resting on the selected words. */
export function ClaimForm({
  words,
  first,
  onClose,
}: {
  readonly words: SelectedWords;
  /** The draft of a claim to be changed; a new one begins with what was kept of it, if anything. */
  readonly first: ClaimDraft | undefined;
  readonly onClose: () => void;
}) {
  const t = useT('coding');
  const { catalog } = useCoding();
  const propertyOf = usePropertyOf();
  const saidElsewhere = useSaidElsewhere();
  const state = useClaimForm(words, first, onClose);
  const { draft, property, round, isTried, isMissing, change, submit, answer } = state;
  const { isSaving, isLost, form, value } = state;
  const problems = answer?.ok === false && isTried ? answer.state.problems : [];
  const isListed =
    draft.subject !== undefined && lookedFor.has(property?.valueType ?? '') && property;
  const missing = isListed ? t('claim.chooseValue', { what: isListed.label }) : t('claim.missing');
  const elsewhere = (typed: string) => saidElsewhere(typed, draft.subject?.kind);
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
    >
      {theirs !== undefined && (
        <Theirs claim={theirs} onTake={() => change({ supersedes: theirs.uid })} />
      )}
      <FormProblems answer={answer} problems={theirs === undefined ? problems : []} />
      <EntityPicker
        key={`subject ${draft.subject?.uid ?? draft.subject?.text ?? ''}`}
        label={t('claim.subject')}
        kinds={catalog.kinds.map(({ code }) => code)}
        picked={draft.subject}
        words={words.text.length <= 80 ? withoutInvisible(words.text) : ''}
        takesFocus={draft.subject === undefined && words.takesFocus}
        onPick={(picked) => change({ subject: picked, property: '' })}
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
          elsewhere={elsewhere}
          takesFocus={words.takesFocus}
          onChoose={(code) => change(forProperty(code, propertyOf(code), words.text))}
        />
      )}
      <div ref={value} className="coding-form">
        {property !== undefined && (
          <ValueField
            key={`value ${round} ${property.code}`}
            property={property}
            draft={draft}
            words={words.text}
            takesFocus={words.takesFocus}
            onChange={change}
          />
        )}
      </div>
      <MoreFields
        draft={draft}
        words={words.text}
        isSeen={words.seen !== undefined}
        isWords={property?.valueType === 'text' || property?.valueType === 'name'}
        onChange={change}
      />
      {draft.basis !== 'editorial' && (
        <ChainEditor chain={draft.chain} onChange={(links) => change({ chain: links })} />
      )}
      <FormFoot
        label={draft.supersedes === undefined ? t('claim.saveNext') : t('claim.saveChange')}
        isSaving={isSaving}
        isLost={isLost}
        missing={isTried && isMissing ? missing : undefined}
        done={answer?.ok === true && !isTried ? t('claim.saved') : undefined}
        onClose={onClose}
        onDiscard={state.discard}
      />
    </form>
  );
}

function forProperty(
  code: string,
  property: PropertyEntry | undefined,
  words: string,
): Partial<ClaimDraft> {
  const typed = code === '' ? '' : prefilledValue(property, words);
  return { property: code, picked: undefined, typed };
}

function newerOf(answer: Answer | undefined, supersedes: string | undefined) {
  const isOvertaken = answer?.state.problems.some(({ code }) => code === 'claim-changed') === true;
  if (!isOvertaken || supersedes === undefined) return undefined;
  return answer?.changes.claims.find((claim) => claim.supersedes === supersedes);
}

/** What somebody else made of the same claim in the meantime. */
function Theirs({ claim, onTake }: { readonly claim: ClaimCard; readonly onTake: () => void }) {
  const t = useT('coding');
  const common = useT('common');
  return (
    <Notice tone="caution" live>
      <p>{t('claim.theirs', { who: claim.author.name })}</p>
      <p className="claim-value">
        {common('field.before', { label: claim.propertyLabel })} <bdi>{claim.valueText}</bdi>
      </p>
      <p>
        <button type="button" className="button" onClick={onTake}>
          {t('claim.replaceTheirs')}
        </button>
      </p>
    </Notice>
  );
}
