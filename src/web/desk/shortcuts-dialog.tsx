import { useEffect } from 'react';
import { useMatches } from 'react-router';
import { Dialog } from '../components/index.ts';
import { useT, type Area } from '../messages/catalogs.ts';
import { shortcutsOf } from '../page-handle.ts';

export const shortcutsId = 'shortcuts';

/** The keys of this page, under `?`. A page names its own in `handle.shortcuts`. */
export function ShortcutsDialog() {
  const t = useT('desk');
  const shortcuts = useMatches().flatMap(({ handle }) => shortcutsOf(handle));
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      if (event.key !== '?' || isTyping(event.target)) return;
      event.preventDefault();
      document.getElementById(shortcutsId)?.togglePopover();
    };
    document.addEventListener('keydown', open);
    return () => document.removeEventListener('keydown', open);
  }, []);
  return (
    <Dialog id={shortcutsId} title={t('shortcuts.title')}>
      <dl className="shortcuts">
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{t('shortcuts.this')}</dd>
        {shortcuts.map(({ keys, label, area = 'desk' }) => (
          <Shortcut key={keys} keys={keys} area={area} label={label} />
        ))}
      </dl>
    </Dialog>
  );
}

function Shortcut({
  keys,
  area,
  label,
}: {
  readonly keys: string;
  readonly area: Area;
  readonly label: string;
}) {
  const t = useT(area);
  return (
    <>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{t.has(label) ? t(label) : label}</dd>
    </>
  );
}

/** Whether a key belongs to a field and not to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}
