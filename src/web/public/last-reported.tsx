import type { LastReported } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { Evidence } from './evidence.tsx';
import { ShownValue } from './shown-value.tsx';

/** The state of a person as it was last reported, with the day; never as a state of today. */
export function LastReportedNote({ state }: { readonly state: LastReported }) {
  const t = useT('public');
  const key = `lastReported.${state.custody ?? 'other'}`;
  const said = t.has(key)
    ? t(key, { state: state.label ?? '' })
    : t('lastReported.other', { state: state.label ?? state.custody ?? '' });
  return (
    <div className="last-reported value">
      <p className="value-said">
        <strong>{said}</strong>
        <span className="last-reported-date">
          <ShownValue shown={state.date} />
        </span>
        {state.custody !== 'dead' && <span className="muted small">{t('lastReported.note')}</span>}
      </p>
      <Evidence value={state.value} anchors={false} />
    </div>
  );
}
