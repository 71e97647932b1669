import { access } from 'node:fs/promises';
import path from 'node:path';
import {
  fileKeyKeeper,
  keyFiles,
  LogError,
  openFileSigner,
  openRemoteSigner,
  readSecret,
  remoteKeyKeeper,
  type KeyKeeper,
  type Signer,
  type SignerAddress,
} from '#log';
import type { Config } from '#platform/config';

/** A signature is made in milliseconds; who takes longer is away. */
const timeoutMs = 10_000;

/** The signer of this instance, here or on another machine. @throws LogError, KeyProblem. */
export async function openSigner(config: Config): Promise<Signer> {
  const address = await signerElsewhere(config);
  return address === undefined ? openFileSigner(config.keysDir) : openRemoteSigner(address);
}

/** Who holds the keys of this instance's log. @throws LogError, KeyProblem. */
export async function openKeyKeeper(config: Config): Promise<KeyKeeper> {
  const address = await signerElsewhere(config);
  return address === undefined ? fileKeyKeeper(config.keysDir) : remoteKeyKeeper(address);
}

/** Where the signer is, unless it is here. @throws LogError `key-in-two-places`; KeyProblem. */
async function signerElsewhere({
  signerUrl,
  signerSecretFile,
  keysDir,
}: Config): Promise<SignerAddress | undefined> {
  if (signerUrl === undefined || signerSecretFile === undefined) return undefined;
  const here = path.join(keysDir, keyFiles.key);
  // Two memories of what was signed last are none.
  if (await isThere(here)) {
    throw new LogError(
      'key-in-two-places',
      `The log is signed at ${signerUrl}, and a key lies at ${here} too. If it is that of this log, it was moved there by a copy: delete it here. If the log is to be signed here, unset LOG_SIGNER_URL.`,
    );
  }
  return { url: signerUrl, secret: await readSecret(signerSecretFile), timeoutMs };
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
