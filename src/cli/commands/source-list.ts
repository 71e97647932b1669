import { listSources, type SourceSummary } from '#evidence';
import { choice, count } from '../arguments.ts';
import { asOption, type Command } from '../command.ts';

const mostListed = 100_000;
const pageSize = 200;

export const sourceList: Command = {
  name: 'source list',
  summary: 'List sources, the last changed first.',
  arguments: '',
  least: 0,
  most: 0,
  options: {
    state: { value: 'STATE', meaning: 'Only these: new, in-work or done.' },
    assigned: {
      value: 'WHO',
      meaning: 'Only those assigned to me, nobody, or the UID of an account.',
    },
    changed: { meaning: 'Only what changed since the person last looked.' },
    text: {
      value: 'WORDS',
      meaning: 'Only those with these words in title, publisher or authors.',
    },
    limit: { value: 'NUMBER', meaning: 'At most so many; 50 unless given.' },
    ...asOption,
  },
  async run({ terminal, open, actor, ...typed }) {
    const workState = choice(typed.text('state'), 'state', ['new', 'in-work', 'done'] as const);
    const limit = count(typed.text('limit'), 'limit', mostListed) ?? 50;
    const [assignedTo, text] = [typed.text('assigned'), typed.text('text')];
    const filter = {
      ...(workState !== undefined && { workState }),
      ...(assignedTo !== undefined && { assignedTo }),
      ...(text !== undefined && { text }),
      changed: typed.flag('changed'),
    };
    const { db } = await open();
    const person = await actor();
    let listed = 0;
    let total = 0;
    let at: string | undefined;
    do {
      const page = { limit: Math.min(pageSize, limit - listed), ...(at !== undefined && { at }) };
      const found = await listSources(db, person, { ...filter, ...page });
      total = found.total;
      if (found.sources.length === 0) break;
      for (const source of found.sources) {
        terminal.line(lineOf(source));
        terminal.value(source);
      }
      listed += found.sources.length;
      at = found.next;
    } while (at !== undefined && listed < limit);
    if (listed < total) terminal.note(`${listed} of ${total}; --limit shows more.`);
    return 'ok';
  },
};

function lineOf(source: SourceSummary): string {
  const facts = [
    source.workState,
    source.published ?? 'undated',
    ...(source.seen ? [] : ['not seen']),
    ...(source.readingCode === null ? [] : [`no text: ${source.readingCode}`]),
    `${source.claims} claims`,
  ];
  return `${source.uid}  ${source.title}  (${facts.join(' · ')})`;
}
