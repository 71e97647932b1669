import { keysOf, loadOrCreateKeyRing } from '#platform/sealing';
import type { Command } from '../command.ts';
import { counted } from '../counted.ts';
import { keysInUse, unnamed } from '../keys-in-use.ts';

export const keysStatus: Command = {
  name: 'keys status',
  summary: 'Say under which master keys what is sealed.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: 'Names keys by their ids, which say nothing of them.',
  async run({ terminal, open, config, installation }) {
    const { db, blobs } = await open();
    const ring = await loadOrCreateKeyRing(installation.masterKeyFile(config));
    const uses = await keysInUse(db, await blobs());
    const known = keysOf(ring).map(({ id }) => id);
    const ids = [...known, ...[...uses.keys()].filter((id) => !known.includes(id))];
    const keys = ids.map((id) => ({ id, ...(uses.get(id) ?? { secrets: 0, files: 0 }) }));
    for (const { id, secrets, files } of keys) {
      const what =
        id === unnamed ? 'before keys had ids' : known.includes(id) ? 'older' : 'missing';
      const is = id === ring.current.id ? 'current' : what;
      const holds = [counted(secrets, 'second factor'), counted(files, 'restricted file')];
      terminal.line(`${id}  ${is} · ${holds.join(' · ')}`);
    }
    if (ring.older.length > 0) terminal.line('A rotation is under way: countersign keys rotate.');
    terminal.value({ current: ring.current.id, older: ring.older.map(({ id }) => id), keys });
    return keys.some(({ id }) => id !== unnamed && !known.includes(id)) ? 'differs' : 'ok';
  },
};
