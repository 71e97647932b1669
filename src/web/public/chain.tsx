import { Fragment, type ReactNode } from 'react';
import type { LinkReading, SourceReading } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { NameLink } from './name.tsx';
import { shortSource } from './source-line.tsx';

/** Who says so, in words: “his lawyer, through Deadline (not seen by us), through The Jerusalem Post, 21 January 2026”. */
export function Chain({
  chain,
  source,
}: {
  readonly chain: readonly LinkReading[];
  readonly source: SourceReading;
}) {
  const t = useT('public');
  const endsInSource = chain.at(-1)?.source?.uid === source.uid;
  const links: readonly LinkReading[] = endsInSource ? chain : [...chain, { source, seen: true }];
  return (
    <p className="chain">
      {links.map((link, position) => (
        <Fragment key={position}>
          {position > 0 && t('chain.separator')}
          {t.rich<ReactNode>(position === 0 ? 'chain.first' : 'chain.through', {
            name: '',
            link: () => <LinkName key="link" link={link} isOrigin={position === 0} />,
          })}
        </Fragment>
      ))}
    </p>
  );
}

function LinkName({ link, isOrigin }: { readonly link: LinkReading; readonly isOrigin: boolean }) {
  const t = useT('public');
  const { source, name, address } = link;
  const unseen = !link.seen && (source !== undefined || (!isOrigin && address === undefined));
  return (
    <>
      {source !== undefined ? (
        <bdi>{shortSource(source)}</bdi>
      ) : name === undefined ? (
        t('chain.unnamed')
      ) : (
        <NameLink name={name} address={address} />
      )}
      {unseen && <span className="muted"> {t('chain.unseen')}</span>}
    </>
  );
}
