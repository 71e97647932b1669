import { isKeepable } from '#platform/database';
import { RecordRefusal, type RecordCode } from '../record-refusal.ts';
import { claimInput, type ClaimInput, type ParsedClaimInput } from './claim-input.ts';

/**
 * Reads claims as they were posted, whatever was posted.
 *
 * @throws RecordRefusal with one problem per fault, `field` being `<index>.<name>` of the input.
 */
export function readInputs(inputs: readonly ClaimInput[]): ParsedClaimInput[] {
  const problems: { readonly code: RecordCode; readonly field: string }[] = [];
  const parsed = inputs.flatMap((input, index) => {
    const result = claimInput.safeParse(input);
    if (!result.success) {
      for (const { path, code } of result.error.issues) {
        const name = String(path[0] ?? 'value');
        problems.push({ code: codeOf(name, code, path.length), field: `${index}.${name}` });
      }
      return [];
    }
    for (const [name, value] of Object.entries(result.data)) {
      if (!isKeepable(value)) problems.push({ code: 'bad-characters', field: `${index}.${name}` });
    }
    return [result.data];
  });
  if (problems.length > 0) throw new RecordRefusal(problems);
  return parsed;
}

// What is too long, of another type or no uid at all, said as the field's own refusal.
function codeOf(name: string, issue: string, depth: number): RecordCode {
  switch (name) {
    case 'entity':
    case 'passage':
    case 'supersedes':
    case 'inferredFrom':
      return 'not-found';
    case 'property':
      return 'property-unknown';
    case 'chain':
      return issue === 'too_big' && depth === 1 ? 'chain-too-long' : 'chain-link-unnamed';
    case 'basis':
      return 'basis-needs-passage';
    case 'certainty':
      return 'certainty-unknown';
    case 'valid':
      return 'valid-bad-date';
    case 'measure':
      return 'value-bad-figure';
    case 'language':
      return 'value-bad-language';
    case 'scope':
      return 'not-allowed';
    default:
      return issue === 'too_big' ? 'value-too-long' : 'value-missing';
  }
}
