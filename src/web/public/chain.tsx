import { Fragment, type ReactNode } from 'react';
import type { LinkReading, SourceReading } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { NameLink } from './name.tsx';
import { ShortSource } from './source-line.tsx';

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
          {position === 0 ? (
            <LinkName link={link} isOrigin />
          ) : (
            t.rich<ReactNode>('chain.through', {
              link: <LinkName key="link" link={link} isOrigin={false} />,
            })
          )}
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
        <ShortSource source={source} />
      ) : name === undefined ? (
        t('chain.unnamed')
      ) : (
        <NameLink name={name} address={address} />
      )}
      {unseen && <span className="muted"> {t('chain.unseen')}</span>}
    </>
  );
}
