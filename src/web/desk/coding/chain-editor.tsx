import { useState } from 'react';
import { Icon } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { Finder } from '../finder/finder.tsx';
import { useFound } from '../finder/use-found.ts';
import { chainWords } from './chain-words.ts';
import { useCoding } from './coding-context.tsx';
import { moved, type DraftLink } from './draft.ts';

const mostLinks = 12;

/** Who says it, through whom: from the first voice to what we read ourselves. */
export function ChainEditor({
  chain,
  onChange,
}: {
  readonly chain: readonly DraftLink[];
  readonly onChange: (chain: readonly DraftLink[]) => void;
}) {
  const t = useT('coding');
  const common = useT('common');
  const { likelyLinks } = useCoding();
  const offered = likelyLinks.filter((link) => !chain.some(({ key }) => key === link.key));
  // Whoever is added is taken to speak before those already there.
  const add = (link: DraftLink) => onChange([link, ...chain].slice(0, mostLinks));
  return (
    <details className="chain" open={chain.length > 1}>
      <summary>
        {common('field.before', { label: t('chain.title') })}{' '}
        <span className="muted">{chainWords(chain, t)}</span>
      </summary>
      <ol className="chain-links">
        {chain.map((link, index) => (
          <ChainLink
            key={link.key}
            link={link}
            onSeen={(seen) => onChange(chain.with(index, { ...link, seen }))}
            onRemove={() => onChange(chain.filter((one) => one !== link))}
            onMove={(by) => onChange(moved(chain, index, by))}
          />
        ))}
      </ol>
      <LinkFinder after={chain[0]?.text} onAdd={add} />
      {offered.length > 0 && (
        <p className="row small">
          {offered.map((link) => (
            <button
              key={link.key}
              type="button"
              className="button button-quiet"
              onClick={() => add(link)}
            >
              + <bdi>{link.text}</bdi>
            </button>
          ))}
        </p>
      )}
    </details>
  );
}

function ChainLink({
  link,
  onSeen,
  onRemove,
  onMove,
}: {
  readonly link: DraftLink;
  readonly onSeen: (seen: boolean) => void;
  readonly onRemove: () => void;
  readonly onMove: (by: 1 | -1) => void;
}) {
  const t = useT('coding');
  return (
    <li className="chain-link">
      <bdi>{link.text}</bdi>
      {link.type === 'source' ? (
        <label className="small">
          <input
            type="checkbox"
            checked={link.seen}
            onChange={(event) => onSeen(event.currentTarget.checked)}
          />{' '}
          {t('chain.seen')}
        </label>
      ) : (
        <span className="small muted">{t('chain.said')}</span>
      )}
      <span className="chain-moves">
        <button
          type="button"
          className="button button-quiet"
          aria-label={t('chain.earlier', { who: link.text })}
          onClick={() => onMove(-1)}
        >
          ↑
        </button>
        <button
          type="button"
          className="button button-quiet"
          aria-label={t('chain.later', { who: link.text })}
          onClick={() => onMove(1)}
        >
          ↓
        </button>
        <button
          type="button"
          className="button button-quiet"
          aria-label={t('action.removeOf', { what: link.text })}
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      </span>
    </li>
  );
}

function LinkFinder({
  after,
  onAdd,
}: {
  /** Who speaks first so far. */
  readonly after: string | undefined;
  readonly onAdd: (link: DraftLink) => void;
}) {
  const t = useT('coding');
  const [typed, setTyped] = useState('');
  const { found } = useFound('chain', typed);
  const words = typed.trim().slice(0, 300);
  const choices = [
    ...found.map(({ key, text, detail }) => ({ key, text, detail })),
    ...(words === '' ? [] : [{ key: 'words', text: t('chain.asWords', { words }) }]),
  ];
  const choose = (key: string): void => {
    const hit = found.find((one) => one.key === key);
    setTyped('');
    if (hit === undefined) onAdd({ type: 'label', key: words, text: words, seen: false });
    else if (hit.type !== 'term') onAdd({ type: hit.type, key, text: hit.text, seen: false });
  };
  return (
    <Finder
      label={after === undefined ? t('chain.add') : t('chain.whoTold', { who: after })}
      typed={typed}
      choices={choices}
      onType={setTyped}
      onChoose={choose}
    />
  );
}
