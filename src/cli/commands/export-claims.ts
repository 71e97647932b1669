import { exportClaims, type ExportedClaim } from '#record';
import { choice } from '../arguments.ts';
import { refuse } from '../cli-refusal.ts';
import { asOption, type Command } from '../command.ts';
import { csvRow } from '../csv.ts';

const formats = ['jsonl', 'csv'] as const;

export const exportClaimsCommand: Command = {
  name: 'export claims',
  summary: 'Write claims to standard output, with the words and the source of each.',
  arguments: '',
  least: 0,
  most: 0,
  options: {
    entity: { value: 'UID', meaning: 'Only what is said of this person, group, work …' },
    all: { meaning: 'Everything the person may see.' },
    format: { value: 'FORMAT', meaning: 'jsonl (unless given) or csv.' },
    ...asOption,
  },
  details: `The first columns are those of FollowTheMoney statements. What is in force is exported, proposals
too: see the column “state”. Every export is written into the audit trail.`,
  async run({ terminal, open, actor, ...typed }) {
    const entity = typed.text('entity');
    if ((entity !== undefined) === typed.flag('all')) refuse('cli-entity-or-all');
    const format = choice(typed.text('format'), 'format', formats) ?? 'jsonl';
    // What --json promises is JSON on standard output and nothing else.
    if (terminal.json && format === 'csv') {
      refuse('cli-choice', { option: 'format', choices: 'jsonl' }, 'format');
    }
    const { db } = await open();
    const filter = entity === undefined ? {} : { entity };
    let first = true;
    const count = await exportClaims(db, await actor(), filter, async (claims) => {
      if (format === 'csv' && first) await terminal.raw(csvRow(Object.keys(claims[0] ?? {})));
      first = false;
      await terminal.raw(claims.map((claim) => rowOf(claim, format)).join(''));
    });
    terminal.note(`${count} claims.`);
    return 'ok';
  },
};

function rowOf(claim: ExportedClaim, format: (typeof formats)[number]): string {
  return format === 'csv' ? csvRow(Object.values(claim)) : `${JSON.stringify(claim)}\n`;
}
