import {
  bucketOf,
  decodeBase64,
  hashBucket,
  type JsonValue,
  type RegisterLine,
  registerRoot,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';

/** The register as it follows from the log (spec/register.md, "How it follows from the log"). */
export class ReplayedRegister {
  readonly #lines = new Map<string, RegisterLine>();

  apply(kind: string, fields: ReadonlyMap<string, JsonValue>): void {
    const [id, number] = [fields.get('subject'), fields.get('number')];
    if (typeof id !== 'string' || typeof number !== 'number') throw new Error('not an edition');
    const known = this.#lines.get(id);
    const removes = kind === 'edition-removed';
    const isNewer = number > (known?.number ?? 0);
    const takesBack = removes && number === known?.number && known.hash !== undefined;
    if (!isNewer && !takesBack) return;
    const said = fields.get('hash');
    const hash = typeof said === 'string' ? decodeBase64(said) : undefined;
    if (removes) this.#lines.set(id, { id, number });
    else if (hash === undefined) throw new Error('an edition without its hash');
    else this.#lines.set(id, { id, number, hash });
  }

  /** In order. */
  ids(): string[] {
    return [...this.#lines.keys()].sort();
  }

  buckets(): RegisterLine[][] {
    const buckets = Array.from({ length: 256 }, (): RegisterLine[] => []);
    for (const id of this.ids()) {
      const line = this.#lines.get(id);
      if (line !== undefined) buckets[bucketOf(id)]?.push(line);
    }
    return buckets;
  }

  root(): Uint8Array {
    const hashes = this.buckets().map((lines) => hashBucket(node, lines));
    return registerRoot(node, hashes);
  }
}
