import { Tag, type Tone } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

const tones: Readonly<Record<string, Tone>> = {
  accepted: 'done',
  rejected: 'problem',
  withdrawn: 'caution',
};

/** The state of a claim in a word. */
export function StateTag({ state }: { readonly state: string }) {
  const t = useT('record');
  const key = `state.${state}`;
  return <Tag tone={tones[state] ?? 'plain'}>{t.has(key) ? t(key) : state}</Tag>;
}
