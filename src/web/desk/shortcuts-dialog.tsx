import { useEffect, type ReactNode } from 'react';
import { useMatches } from 'react-router';
import { Dialog, DialogButton } from '../components/index.ts';
import { useT, type Area } from '../messages/catalogs.ts';
import { shortcutsOf } from '../page-handle.ts';
import { isTyping } from './is-typing.ts';
import { keyOf } from './key-of.ts';
import { Rich } from './rich.ts';

export const shortcutsId = 'shortcuts';

/** The keys of this page, under `?`. A page names its own in `handle.shortcuts`. */
export function ShortcutsDialog() {
  const t = useT('desk');
  const shortcuts = useMatches().flatMap(({ handle }) => shortcutsOf(handle));
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      const list = document.getElementById(shortcutsId);
      const isOpen = list?.matches(':popover-open') === true;
      if (keyOf(event) !== '?' || (isTyping(event) && !isOpen)) return;
      event.preventDefault();
      list?.togglePopover();
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

/** Tells that the page has keys, where there is a keyboard. */
export function ShortcutsHint() {
  const t = useT('desk');
  return (
    <p className="shortcuts-hint">
      <DialogButton opens={shortcutsId} quiet>
        <Rich parts={t.rich<ReactNode>('shortcuts.hint', { key: <kbd>?</kbd> })} />
      </DialogButton>
    </p>
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
