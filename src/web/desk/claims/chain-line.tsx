import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { LinkView } from '#record';
import { useT } from '../../messages/catalogs.ts';
import { Rich } from '../rich.ts';

/**
 * Who says it, through whom, in words: "According to his lawyer (not seen), through a trade magazine
 * (not seen), read in …". Without a chain the source itself says it.
 */
export function ChainLine({
  chain,
  source,
}: {
  readonly chain: readonly LinkView[];
  readonly source: { readonly uid: string; readonly title: string } | null;
}) {
  const t = useT('record');
  // Said in the very source it was read in: that is said once.
  const isSaid = source === null || chain.at(-1)?.uid === source.uid;
  const readIn = isSaid ? undefined : <SourceLink source={source} />;
  if (chain.length === 0) {
    if (readIn === undefined) return null;
    return (
      <p className="chain">
        <Rich parts={t.rich<ReactNode>('chain.itself', { source: readIn })} />
      </p>
    );
  }
  return (
    <p className="chain">
      {chain.map((link, index) => (
        // Links have no id; a chain is never reordered.
        // oxlint-disable-next-line react/no-array-index-key
        <span key={index}>
          <Rich
            parts={t.rich<ReactNode>(index === 0 ? 'chain.first' : 'chain.through', {
              name: <LinkName link={link} />,
            })}
          />
        </span>
      ))}
      {readIn !== undefined && (
        <span>
          <Rich parts={t.rich<ReactNode>('chain.readIn', { source: readIn })} />
        </span>
      )}
    </p>
  );
}

function LinkName({ link }: { readonly link: LinkView }) {
  const t = useT('record');
  const to =
    link.uid === undefined
      ? undefined
      : `/desk/${link.type === 'source' ? 'sources' : 'entities'}/${link.uid}`;
  return (
    <>
      {to === undefined ? (
        <bdi>{link.text}</bdi>
      ) : (
        <Link to={to}>
          <bdi>{link.text}</bdi>
        </Link>
      )}
      {link.type === 'source' && !link.seen && (
        <span className="chain-unseen"> {t('chain.notSeen')}</span>
      )}
    </>
  );
}

function SourceLink({
  source,
}: {
  readonly source: { readonly uid: string; readonly title: string };
}) {
  return (
    <Link to={`/desk/sources/${source.uid}`}>
      <bdi>{source.title}</bdi>
    </Link>
  );
}
