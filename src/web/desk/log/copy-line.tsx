import { useState } from 'react';
import { useT } from '../../messages/catalogs.ts';
import { useHydrated } from '../use-hydrated.ts';
import './log.css';

/** A line to be handed to others, whole: one click selects it, a button copies it where scripts run. */
export function CopyLine({ label, text }: { readonly label: string; readonly text: string }) {
  const t = useT('log');
  const [copied, setCopied] = useState(false);
  const canCopy = useHydrated() && 'clipboard' in navigator;
  const copy = async () => {
    // A browser may forbid it; then nothing is said to be copied.
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setCopied(isDone);
  };
  return (
    <div className="copy-line">
      <p className="copy-label">{label}</p>
      <div className="row">
        <code className="code copy-text" dir="ltr">
          {text}
        </code>
        {canCopy && (
          <button type="button" className="button" onClick={() => void copy()}>
            {t('copy')}
            <span className="visually-hidden"> {label}</span>
          </button>
        )}
        <output className="muted small">{copied && t('copied')}</output>
      </div>
    </div>
  );
}
