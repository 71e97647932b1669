import { isKeepable } from '#platform/database';
import type { Problem } from '#platform/errors';
import { invisibleIn } from '#platform/languages';
import { RecordRefusal, type RecordCode } from '../record-refusal.ts';
import { claimInput, type ClaimInput, type ParsedClaimInput } from './claim-input.ts';

/**
 * Reads claims as they were posted, whatever was posted.
 *
 * @throws RecordRefusal with one problem per fault, `field` being `<index>.<name>` of the input.
 */
export function readInputs(inputs: readonly ClaimInput[]): ParsedClaimInput[] {
  const problems: Problem<RecordCode>[] = [];
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
    problems.push(...invisibleBeside(result.data, index));
    return [result.data];
  });
  if (problems.length > 0) throw new RecordRefusal(problems);
  return parsed;
}

// The value itself is judged by its property.
function invisibleBeside(input: ParsedClaimInput, index: number): Problem<RecordCode>[] {
  const texts = [
    ['measure', input.measure?.counted ?? ''],
    ...input.chain.map(({ label }) => ['chain', label ?? ''] as const),
  ] as const;
  return texts.flatMap(([name, text]): Problem<RecordCode>[] => {
    const hidden = invisibleIn(text);
    if (hidden === undefined) return [];
    return [{ code: 'invisible-character', field: `${index}.${name}`, params: { ...hidden } }];
  });
}

// What is too long, of another type or no uid at all, said as the field's own refusal.
function codeOf(name: string, issue: string, depth: number): RecordCode {
  switch (name) {
    case 'entity':
    case 'passage':
    case 'supersedes':
    case 'recodes':
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
