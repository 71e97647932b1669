import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import path from 'node:path';
import { createDurably } from '@countersign/countersigner/node';
import { fileKeyKeeper, openFileSigner, readSecret, signerServer } from '#log';
import { count } from '../arguments.ts';
import { CannotWork } from '../cli-refusal.ts';
import type { Command } from '../command.ts';

export const logSignerServe: Command = {
  name: 'log signer serve',
  summary: 'Sign the log of an instance on another machine.',
  arguments: '',
  least: 0,
  most: 0,
  options: {
    port: { value: 'NUMBER', meaning: 'Port it listens on; 8091 unless given.' },
    host: {
      value: 'ADDRESS',
      meaning: 'Address it listens on; 127.0.0.1 unless given. Give that of a private network.',
    },
    socket: { value: 'PATH', meaning: 'Listens on a Unix socket there instead.' },
    secret: {
      value: 'FILE',
      meaning:
        'The secret shared with the instance; signer.secret in COUNTERSIGN_KEYS unless given.',
    },
  },
  details: `Holds the key (COUNTERSIGN_KEYS) and the note of what it signed last, and signs only what is proven to
follow from that. Needs no database and no instance here. Makes key and secret when there are none; copy
the secret to the instance and name it there: LOG_SIGNER_URL, LOG_SIGNER_SECRET. To move the key of a
log that runs: stop the instance, move log.key, log-successor.key and last-signed here. Runs until it is
stopped.`,
  async run({ terminal, config, text }) {
    const secretFile = text('secret') ?? path.join(config.keysDir, 'signer.secret');
    await createDurably(secretFile, `${randomBytes(32).toString('hex')}\n`);
    const secret = await readSecret(secretFile);
    const signer = await openFileSigner(config.keysDir);
    try {
      const keeper = fileKeyKeeper(config.keysDir);
      const onError = (error: unknown) => terminal.note(`failed: ${String(error)}`);
      const server = signerServer({ signer, keeper, secret, onError });
      const at = await listen(server, {
        socket: text('socket'),
        host: text('host') ?? '127.0.0.1',
        port: count(text('port'), 'port', 65_535) ?? 8091,
      });
      terminal.value({ at, verifierKey: signer.verifierKey, secretFile });
      terminal.line(`Signs for ${signer.verifierKey}`);
      terminal.line(`LOG_SIGNER_URL=${at}, and LOG_SIGNER_SECRET a copy of ${secretFile}`);
      // A signal ends the process as it ends every command: what is signed was noted before it left.
      await once(server, 'close');
      return 'ok';
    } finally {
      await signer.close();
    }
  },
};

interface Place {
  readonly socket: string | undefined;
  readonly host: string;
  readonly port: number;
}

async function listen(server: Server, { socket, host, port }: Place): Promise<string> {
  // The socket of one that was killed; a living one holds the folder of keys.
  if (socket !== undefined) await rm(socket, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (socket === undefined) server.listen(port, host, resolve);
    else server.listen(socket, resolve);
  }).catch((error: unknown) => {
    throw new CannotWork('signer-address', `Cannot listen there: ${String(error)}`, {
      cause: error,
    });
  });
  if (socket === undefined) return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  // Who does not know the secret gets nothing; the group may knock, if the operator gives it one.
  await chmod(socket, 0o660);
  return `unix:${path.resolve(socket)}`;
}
