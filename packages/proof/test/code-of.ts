import { ProofError } from '../src/index.ts';

/** The code of the ProofError that something throws, `accepted` if it throws none. Else a bug: thrown. */
export function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof ProofError) return error.code;
    throw error;
  }
}
