import { mostSealed } from '#letters/form';
import type { FormLimits } from '../../forms/index.ts';

/** Of forms by which people sign. What was encrypted is longer than words, and never comes back. */
export const signFormLimits: FormLimits = {
  ...{ fields: 20, characters: 2_000 },
  ...{ longer: { sealed: mostSealed }, secrets: ['sealed'] },
};
