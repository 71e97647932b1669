import { parseSignedCheckpoint, parseVkey, ProofError, verifyCheckpoint } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { LogError } from '../../log-error.ts';
import type { KeyKeeper } from '../key-keeper.ts';
import type { ConsistencySource, Signer, TreeHead } from '../signer.ts';
import { askSigner, StaleProof, type SignerAddress } from './ask-signer.ts';
import { answers, headToJson } from './shapes.ts';

export type { SignerAddress } from './ask-signer.ts';

/** Another process that signs may come between as often as this. */
const attempts = 3;

/**
 * A signer on another machine. What it answers is verified: it may be wrong, or in other hands.
 *
 * @throws LogError `signer-away`, `signer-secret`, `signer-wrong`, and what the signer itself refuses.
 */
export async function openRemoteSigner(address: SignerAddress): Promise<Signer> {
  const state = () => askSigner(address, 'state', {}, answers.state);
  const { keys } = await state();
  const [verifierKey = ''] = keys;
  const origin = originOf(verifierKey);
  const lastSigned = async () => (await state()).last ?? undefined;
  return {
    verifierKey,
    verifierKeys: async () => (await state()).keys,
    last: lastSigned,
    async sign(head, prove) {
      for (let attempt = 1; ; attempt += 1) {
        const last = await lastSigned();
        const question = {
          head: headToJson(head),
          oldSize: String(last?.size ?? 0n),
          proof: await proofFrom(last, head, prove),
        };
        try {
          const { note } = await askSigner(address, 'sign', question, answers.sign);
          requireNote(note, origin, head, (await state()).keys);
          return note;
        } catch (error) {
          if (!(error instanceof StaleProof) || attempt === attempts) throw error;
        }
      }
    },
    async remember(head) {
      await askSigner(address, 'remember', { head: headToJson(head) }, answers.remember);
    },
    close: () => Promise.resolve(),
  };
}

/** The keys of a signer on another machine. */
export function remoteKeyKeeper(address: SignerAddress): KeyKeeper {
  return {
    keys: async () => (await askSigner(address, 'state', {}, answers.state)).keys,
    async makeSuccessor(from) {
      const { successor } = await askSigner(address, 'successor', { from }, answers.successor);
      return successor;
    },
    async retire(from) {
      await askSigner(address, 'retire', { from }, answers.retire);
    },
  };
}

function originOf(verifierKey: string): string {
  try {
    return parseVkey(node, verifierKey).name;
  } catch (error) {
    throw wrong('it names no key', error);
  }
}

async function proofFrom(
  last: TreeHead | undefined,
  head: TreeHead,
  prove: ConsistencySource,
): Promise<string[]> {
  if (last === undefined || last.size === 0n || last.size >= head.size) return [];
  try {
    const hashes = await prove(last.size);
    return hashes.map((hash) => Buffer.from(hash).toString('base64'));
  } catch (error) {
    // What has no proof is for the signer to refuse.
    if (error instanceof ProofError) return [];
    throw error;
  }
}

/** That the note is of this very tree, and signed. Which keys must have, the log itself says. @throws LogError. */
function requireNote(note: string, origin: string, head: TreeHead, keys: readonly string[]): void {
  try {
    const signed = parseSignedCheckpoint(Buffer.from(note));
    const { checkpoint } = signed;
    const isHead =
      checkpoint.origin === origin &&
      checkpoint.size === head.size &&
      Buffer.compare(checkpoint.root, head.root) === 0 &&
      checkpoint.extensions.length === 0;
    if (!isHead) throw wrong('it signed another tree');
    const known = keys.map((key) => parseVkey(node, key));
    verifyCheckpoint(node, signed, known);
  } catch (error) {
    if (error instanceof ProofError) throw wrong('its signature does not hold', error);
    throw error;
  }
}

function wrong(what: string, cause?: unknown): LogError {
  return new LogError(
    'signer-wrong',
    `The signer on the other machine answers what cannot be: ${what}. Nothing of it was used. Look at that machine.`,
    { cause },
  );
}
