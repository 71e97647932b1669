import { sql } from 'kysely';
import type { Actor } from '#accounts';
import { listSources, searchSources, sourceAtWork } from '#evidence';
import type { Db } from '#platform/database';
import { listDisputes, listEntities, queueProgress, reviewQueue } from '#record';
import { answerForm } from '../src/web/desk/coding/answer-form.ts';
import type { ClaimRequestInput } from '../src/web/desk/coding/requests.ts';
import { report, time, type Timing } from './timing.ts';

interface Place {
  readonly source: string;
  readonly layer: string;
  readonly person: string;
}

/**
 * Saving a claim as the desk does: the posted form is read, words are marked, the claim and its
 * projection are written, and what changed is loaded for the page. Only the session and the
 * rendering of the answer are left out.
 */
export async function benchDeskSave(db: Db, actor: Actor, reference: Timing): Promise<void> {
  const { rows } = await sql<Place>`
    select s.uid as source, l.uid as layer, e.uid as person
    from source s join copy k on k.source_id = s.id join text_layer l on l.copy_id = k.id
    join entity e on e.id = s.id * 31
    order by s.id limit 250`.execute(db);
  const saved = await time(200, async (index) => {
    const place = rows[index % rows.length];
    if (place === undefined) throw new Error('expected a source with a text');
    const page = await sourceAtWork(db, actor, place.source);
    if (page === undefined) throw new Error('expected the source');
    const request = postedClaim(place, index);
    const { ok } = await answerForm(request, { db, actor, locale: 'en', page, layer: place.layer });
    if (!ok) throw new Error('expected the claim to be saved');
  });
  report('Claim saved at the desk, form to answer', saved, reference, 'p95 < 30 ms');
}

function postedClaim({ layer, person }: Place, index: number): Request {
  const start = (index % 700) + 1;
  const claim: ClaimRequestInput = {
    place: { layer, start, end: start + 17 },
    subject: { uid: person },
    property: 'description',
    value: { text: 'Said to have been summoned.' },
    language: 'en',
    basis: 'coded',
    certainty: 'likely',
    chain: [{ label: 'her lawyer', seen: false }],
  };
  const fields = { form: 'claim', stay: '1', request: JSON.stringify(claim) };
  return new Request('http://localhost/', { method: 'POST', body: new URLSearchParams(fields) });
}

/** The lists of the desk, each as its page first asks for it. */
export async function benchDeskLists(db: Db, actor: Actor, reference: Timing): Promise<void> {
  const middle = await middleOfPeople(db);
  const lists: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['people', () => listEntities(db, actor, { kind: 'person' }, 'en')],
    ['people, in the middle', () => listEntities(db, actor, { kind: 'person', at: middle }, 'en')],
    ['disputed people', () => listEntities(db, actor, { kind: 'person', disputed: true }, 'en')],
    ['people by name', () => listEntities(db, actor, { kind: 'person', name: 'karimi' }, 'en')],
    ['events', () => listEntities(db, actor, { kind: 'event' }, 'en')],
    ['inbox', () => listSources(db, actor)],
    ['inbox by words', () => listSources(db, actor, { text: 'report 29' })],
    ['sources by a common word', () => searchSources(db, actor, 'report')],
    ['sources by two words', () => searchSources(db, actor, 'word12 word7')],
    ['review', () => reviewQueue(db, actor, 'en', { limit: 100 })],
    ['review progress', () => queueProgress(db, actor)],
    ['disputes', () => listDisputes(db, actor, { settled: false, limit: 50 })],
  ];
  for (const [what, load] of lists) {
    report(`Desk, ${what}`, await time(20, load), reference, 'p95 < 50 ms');
  }
}

/** A place as deep in the list of people as any. */
async function middleOfPeople(db: Db): Promise<string> {
  const { rows } = await sql<{ uid: string }>`
    select e.uid from profile p join entity e on e.id = p.entity_id where p.kind = 'person'
    order by p.sort_name collate "und-x-icu"
    offset (select count(*) / 2 from profile where kind = 'person') limit 1`.execute(db);
  return `after.${rows[0]?.uid ?? ''}`;
}
