import type { FormState } from '../../forms/index.ts';
import { useFormFrame } from '../../forms/form-context.tsx';
import type { Way } from './way.ts';

type Typed = FormState['typed'];

// Decided anew by each way; what was pressed is not typed.
const ownOfEachSending: ReadonlySet<string> = new Set([
  'form',
  'way',
  'switch',
  'despite',
  'files',
]);

/** What was typed under one way, for the form of another; what that one cannot show is kept too. */
export function carriedOver(before: Typed, form: FormData): FormState {
  const shown = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value !== 'string' || ownOfEachSending.has(name)) continue;
    shown.set(name, [...(shown.get(name) ?? []), value]);
  }
  return {
    form: 'add-source',
    typed: { ...before, ...Object.fromEntries(shown) },
    problems: [],
  };
}

const hiddenIn: Readonly<Record<Way, readonly string[]>> = {
  text: [],
  file: ['text'],
  address: ['text'],
  unseen: ['text'],
};

/** Fields that the other ways ask for, so that going through this one does not lose them. */
export function CarriedFields({ way }: { readonly way: Way }) {
  const { state } = useFormFrame();
  return hiddenIn[way].map((name) => {
    const value = state?.typed[name]?.[0] ?? '';
    return value === '' ? null : <input key={name} type="hidden" name={name} value={value} />;
  });
}
