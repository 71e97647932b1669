import { classJson, verifyRoll } from '@countersign/letter';
import { parsePolicy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Verdict } from './judge.ts';
import type { RollFiles } from './roll-files.ts';

/** What recounting a letter finds: the same, member for member, as `recount` of the other implementation. */
export async function recountRoll(files: RollFiles): Promise<Verdict> {
  const letter = Buffer.from(files.get('letter') ?? []).toString();
  const policy = parsePolicy(node, files.get('policy') ?? new Uint8Array());
  const verdict = await verifyRoll(node, policy, letter, (name) =>
    Promise.resolve(files.get(name)),
  );
  if (!verdict.accepted) {
    return { accepted: false, code: `${verdict.code} ${verdict.about}: ${verdict.message}` };
  }
  const { people, again, classes, left, index, parts, batches } = verdict;
  return {
    accepted: true,
    says: {
      ...{ people, again, left: { ...left }, place: String(index), parts, batches },
      classes: classes.map((one) => [classJson(one.class), one.count]),
    },
  };
}
