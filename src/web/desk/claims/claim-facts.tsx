import type { ReactNode } from 'react';
import { standsIn } from '#platform/languages';
import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { Rich } from '../rich.ts';
import { ChainLine } from './chain-line.tsx';
import type { ClaimWords } from './claim-words.ts';
import { ValueText } from './value-text.tsx';

/** The line of property and value, with what the value replaces. */
export function ClaimHead({
  claim,
  replaces,
  isLinked = true,
}: {
  readonly claim: ClaimWords;
  /** False inside a link: a link in a link is none. */
  readonly isLinked?: boolean;
  /** The claim this one would replace. */
  readonly replaces?: ClaimWords | undefined;
}) {
  const t = useT('record');
  return (
    <p className="claim-head">
      <span className="claim-property">{claim.propertyLabel}</span>{' '}
      {replaces !== undefined && (
        <>
          <del className="claim-before" aria-label={t('claim.before')}>
            <ValueText value={replaces.value} />
          </del>{' '}
        </>
      )}
      {replaces === undefined ? (
        <ValueText value={claim.value} isLinked={isLinked} />
      ) : (
        <ins className="claim-after" aria-label={t('claim.after')}>
          <ValueText value={claim.value} />
        </ins>
      )}{' '}
      {claim.sensitive && <Tag tone="caution">{t('claim.sensitive')}</Tag>}
    </p>
  );
}

/** Everything about a claim besides its value: who says so, how it is known, who wrote it down. */
export function ClaimFacts({
  claim,
  replaces,
  withChain = true,
}: {
  readonly claim: ClaimWords;
  readonly replaces?: ClaimWords | undefined;
  readonly withChain?: boolean;
}) {
  const t = useT('record');
  const remarks: ReactNode[] = [claim.basisLabel];
  if (claim.certaintyLabel !== undefined) remarks.push(claim.certaintyLabel);
  if (claim.valid !== undefined) remarks.push(t('claim.valid', { when: claim.valid }));
  return (
    <div className="claim-facts">
      {withChain && <ChainLine chain={claim.chain} source={claim.source} />}
      {isToldApart(claim) && (
        <p>
          <Rich
            parts={t.rich<ReactNode>('claim.original', { words: <bdi>{claim.original}</bdi> })}
          />
        </p>
      )}
      {claim.reason !== '' && (
        <p className="claim-reason">
          {t('claim.reason')} <bdi>{claim.reason}</bdi>
        </p>
      )}
      {replaces !== undefined && <Replaced claim={claim} replaces={replaces} />}
      <p className="claim-remarks">
        {[...remarks, <Writer key="by" claim={claim} />].map((remark, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <span key={index}>{remark}</span>
        ))}
      </p>
    </div>
  );
}

function Writer({ claim }: { readonly claim: ClaimWords }) {
  const t = useT('record');
  const common = useT('common');
  return (
    <>
      <bdi>{claim.author.isMe ? t('claim.byYou') : claim.author.name}</bdi>
      {common('list.comma')}
      {claim.written}
    </>
  );
}

// The words themselves, where the value says them in another way.
function isToldApart({ original, passage, value }: ClaimWords): boolean {
  if (original === null || value.text.startsWith(original)) return false;
  return standsIn(original, passage?.quote);
}

// What changes besides the value: a claim may be replaced to give it another basis or attribution.
function Replaced({
  claim,
  replaces,
}: {
  readonly claim: ClaimWords;
  readonly replaces: ClaimWords;
}) {
  const t = useT('record');
  const changes = [
    [replaces.basisLabel, claim.basisLabel],
    [replaces.certaintyLabel ?? '–', claim.certaintyLabel ?? '–'],
    [replaces.valid ?? '–', claim.valid ?? '–'],
    [chainText(replaces), chainText(claim)],
    [replaces.source?.title ?? '–', claim.source?.title ?? '–'],
  ].filter(([before, after]) => before !== after);
  return (
    <p>
      <Rich
        parts={t.rich<ReactNode>('claim.replaces', {
          author: <bdi>{replaces.author.name}</bdi>,
          when: replaces.written,
        })}
      />
      {changes.map(([before, after]) => (
        <span key={`${before} ${after}`} className="claim-change">
          <del>
            <bdi>{before}</bdi>
          </del>{' '}
          <ins>
            <bdi>{after}</bdi>
          </ins>
        </span>
      ))}
    </p>
  );
}

function chainText(claim: ClaimWords): string {
  return claim.chain.length === 0 ? '–' : claim.chain.map((link) => link.text).join(' ← ');
}
