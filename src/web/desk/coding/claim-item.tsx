import { useState } from 'react';
import { ExactWords, Tag, type Tone } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { chainWords } from './chain-words.ts';
import { useCoding, useSentence } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { Notes } from './notes.tsx';
import { PlaceLine } from './place-line.tsx';
import { useSave } from './use-save.ts';
import { Refusal } from './refusal.tsx';

const tones: Readonly<Record<string, Tone>> = {
  proposed: 'caution',
  accepted: 'done',
  rejected: 'problem',
};

/** One claim: what it says, in which words, who says so, how far it is. */
export function ClaimItem({
  claim,
  onEdit,
  onPassage,
  onWithdrawn,
}: {
  readonly claim: ClaimCard;
  readonly onEdit: (claim: ClaimCard) => void;
  /** Shows a passage of the picture or recording that is open. */
  readonly onPassage: (passage: string) => void;
  readonly onWithdrawn: (claim: ClaimCard) => void;
}) {
  const t = useT('coding');
  const { mayWrite, facts, source, layer } = useCoding();
  const translated = facts.translations.filter(({ passage }) => passage === claim.passage?.uid);
  // That we read it in this very source is what the page is about; it is not said at each claim.
  const [only] = claim.chain;
  const isOnlyHere = claim.chain.length === 1 && only?.uid === source;
  const stateKey = `claim.state.${claim.state}`;
  return (
    <li className="claim-item" id={`claim-${claim.uid}`} data-state={claim.state}>
      <p className="claim-line">
        <span className="claim-property">{claim.propertyLabel}</span>{' '}
        <bdi className="claim-value" lang={claim.language ?? undefined}>
          {claim.valueText}
        </bdi>{' '}
        <Tag tone={tones[claim.state] ?? 'plain'}>
          {t.has(stateKey) ? t(stateKey) : claim.state}
        </Tag>
      </p>
      {claim.passage !== null && claim.passage.region !== null && (
        <PlaceLine passage={claim.passage} onPassage={onPassage} />
      )}
      {claim.passage?.quote != null && (
        <blockquote
          className="claim-quote"
          lang={layer.language === '' ? undefined : layer.language}
          dir="auto"
        >
          <ExactWords>{claim.passage.quote}</ExactWords>
        </blockquote>
      )}
      {translated.map(({ uid, language, text }) => (
        <blockquote key={uid} className="claim-quote" lang={language ?? undefined} dir="auto">
          <ExactWords>{text}</ExactWords>
        </blockquote>
      ))}
      <p className="claim-facts small muted">
        {claim.chain.length > 0 && !isOnlyHere && (
          <span>{t('claim.according', { chain: chainWords(claim.chain, t) })}</span>
        )}
        <span>{t(`claim.basis.${basisKey(claim.basis)}`)}</span>
        {claim.certainty !== 'unknown' && <span>{claim.certaintyLabel}</span>}
        <span>
          <bdi>{claim.isOwn ? t('claim.mine') : claim.author.name}</bdi>
        </span>
      </p>
      {claim.reason !== '' && (
        <p className="small">
          <bdi>{claim.reason}</bdi>
        </p>
      )}
      {claim.refusal !== null && <Refusal refusal={claim.refusal} />}
      <div className="claim-tools">
        {mayWrite && (claim.state !== 'rejected' || claim.isOwn) && (
          <button type="button" className="button button-quiet" onClick={() => onEdit(claim)}>
            {claim.state === 'rejected' ? t('returned.again') : t('action.edit')}
          </button>
        )}
        {claim.isOwn && claim.state === 'proposed' && (
          <Withdraw claim={claim} onWithdrawn={onWithdrawn} />
        )}
        <Notes subject="claim" uid={claim.uid} notes={claim.notes} />
      </div>
    </li>
  );
}

function basisKey(basis: string) {
  switch (basis) {
    case 'quoted':
    case 'seen':
    case 'inferred':
    case 'editorial':
      return basis;
    default:
      return 'coded';
  }
}

function Withdraw({
  claim,
  onWithdrawn,
}: {
  readonly claim: ClaimCard;
  readonly onWithdrawn: (claim: ClaimCard) => void;
}) {
  const t = useT('coding');
  const sentence = useSentence();
  const [reason, setReason] = useState('');
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (done.ok) onWithdrawn(claim);
  });
  const refused = answer?.ok === false ? answer.state.problems : [];
  return (
    <details className="claim-tool">
      <summary>{t('claim.withdraw')}</summary>
      <form
        method="post"
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          save({ form: 'withdraw', claim: claim.uid, reason });
        }}
      >
        <input type="hidden" name="form" value="withdraw" />
        <input type="hidden" name="claim" value={claim.uid} />
        <label className="field">
          <span>{t('claim.withdrawWhy')}</span>
          <input
            className="input"
            name="reason"
            dir="auto"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        {isLost && <p className="field-problem">{t('save.lost')}</p>}
        {refused.map((problem) => (
          <p key={problem.code} className="field-problem">
            {sentence(problem)}
          </p>
        ))}
        <button
          type="submit"
          className="button button-danger"
          aria-disabled={isSaving || undefined}
        >
          {isSaving ? t('state.saving') : t('claim.withdraw')}
        </button>
      </form>
    </details>
  );
}
