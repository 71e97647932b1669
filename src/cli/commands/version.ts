import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from '../command.ts';

export const version: Command = {
  name: 'version',
  summary: 'Say which version this is.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  async run({ terminal, installation }) {
    const manifest = path.resolve(import.meta.dirname, '../../../package.json');
    const { version: number } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    const schema = installation.migrations.at(-1)?.name ?? '';
    terminal.line(`Countersign ${number}, schema ${schema}, Node ${process.versions.node}`);
    terminal.value({ version: number, schema, node: process.versions.node });
    return 'ok';
  },
};
