import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { loadActor, type Actor } from '#accounts';
import { markRegion, translatePassage } from '#evidence';
import {
  changeDomains,
  confirmSignature,
  createLetter,
  decideTranslation,
  proposeTranslation,
  saveTranslationDraft,
  decideVersion,
  importPeople,
  openSigning,
  parseSignForm,
  proposeVersion,
  receiveSignature,
  recordTestimonyWord,
  saveDraft,
  type DraftText,
  type LetterSealer,
} from '#letters';
import type { Db, Tx } from '#platform/database';
import { createSealer } from '#platform/sealing';
import {
  createEntities,
  decideClaims,
  decideResolution,
  proposePublication,
  writeClaims,
  writeNote,
  vocabulary,
  type ClaimInput,
} from '#record';
import { addPerson, addText, openRecord, passageAt, type RecordFixture } from './fixture.ts';
import { openSignerKeys } from '../../src/letters/signing/signer-keys.ts';
import { catchInto } from '../letters/caught-mails.ts';

const letterSealer: LetterSealer = createSealer(new Uint8Array(32));

/** Words that only members of the team may ever read, and words only for the partner group. */
export const secretOf = { team: 'zqteamsecret', partner: 'zqpartnersecret' } as const;
export type Side = keyof typeof secretOf;

/** What a reader may name things by: uids of everything there is, hidden or not. */
export interface LeakWorld extends AsyncDisposable {
  readonly db: Db;
  readonly house: RecordFixture;
  /** Holds every role on either side, and one person who works on both. */
  readonly readers: Readonly<Record<Side, Actor>>;
  readonly both: Actor;
  readonly letterSealer: LetterSealer;
  readonly uids: Readonly<Record<Thing, readonly string[]>>;
  /** Uids of what lies on one side alone. */
  readonly hidden: Readonly<Record<Side, ReadonlySet<string>>>;
}

export type Thing =
  | 'source'
  | 'entity'
  | 'claim'
  | 'passage'
  | 'copy'
  | 'decision'
  | 'account'
  | 'letter';

const everyRole = ['documenter', 'reviewer', 'campaigner', 'caseworker', 'administrator'] as const;

/** Plants a secret of each side in every kind of field, on things of its own and on shared ones. */
export async function openLeakWorld(): Promise<LeakWorld> {
  const house = await openRecord();
  const { db, partnerScope } = house;
  const team = await addPerson(db, 'Tara', [...everyRole]);
  const partner = await addPerson(db, 'Petra', [...everyRole], partnerScope);
  const second = await addPerson(db, 'Bita', [...everyRole]);
  await sql`insert into partner_member (partner_id, account_id)
    select partner_id, ${second.accountId} from scope where id = ${partnerScope}`.execute(db);
  const both = (await loadActor(db, second.accountId)) ?? second;
  const shared = await plant(db, both, 1, 'in the open', 'in the open');
  await plantSide(db, { author: both, reviewer: team, scope: 2, secret: secretOf.team, shared });
  await plantSide(db, {
    author: both,
    reviewer: partner,
    scope: partnerScope,
    secret: secretOf.partner,
    shared,
  });
  await inTx(db, (tx) =>
    proposePublication(
      tx,
      both,
      {
        kind: 'publish',
        title: `Publish ${secretOf.team}`,
        audience: 'public',
        basis: 'public-interest',
        basisReason: secretOf.team,
        riskNote: secretOf.team,
        reviewOn: '2190-01-01',
      },
      { subjects: [shared.entity] },
    ),
  );
  return {
    db,
    house,
    readers: { team, partner },
    both,
    letterSealer,
    uids: await allUids(db),
    hidden: { team: await uidsWithin(db, 2), partner: await uidsWithin(db, partnerScope) },
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}

interface Planted {
  readonly source: string;
  readonly passage: string;
  readonly entity: string;
}

async function plant(
  db: Db,
  author: Actor,
  scope: number,
  name: string,
  words: string,
): Promise<Planted> {
  const { source, layer } = await addText(db, author, `It says: ${words}.`, scope);
  const passage = await passageAt(db, author, { layer, start: 9, end: 9 + words.length });
  const entity = await inTx(db, async (tx) => {
    const [person] = await createEntities(tx, author, ['person'], scope);
    const uid = person?.uid ?? '';
    const claim = { entity: uid, passage, basis: 'coded', scope } as const;
    await writeClaims(tx, author, [{ ...claim, property: 'name', value: name }], 'en');
    return uid;
  });
  return { source, passage, entity };
}

interface SidePlan {
  readonly author: Actor;
  readonly reviewer: Actor;
  readonly scope: number;
  readonly secret: string;
  readonly shared: Planted;
}

async function plantSide(db: Db, plan: SidePlan) {
  const { author, reviewer, scope, secret, shared } = plan;
  await plantLetter(db, plan);
  const own = await plant(db, author, scope, `${secret} name`, `${secret} words`);
  await sql`update source set title = ${`${secret} title`}, authors = array[${secret}],
    publisher = ${secret}, address = ${`https://example.org/${secret}`}, notes = ${secret}
    where uid = ${own.source}`.execute(db);
  await sql`update copy set file_name = ${`${secret}.txt`}, address = ${secret},
    response = ${JSON.stringify({ server: secret })}
    where source_id = (select id from source where uid = ${own.source})`.execute(db);
  // The one links to the other both ways round.
  await sql`insert into source_through (source_id, through_source_id, note)
    select a.id, b.id, ${secret} from source a, source b
    where (a.uid = ${own.source} and b.uid = ${shared.source})
       or (a.uid = ${shared.source} and b.uid = ${own.source})`.execute(db);
  const common = { passage: own.passage, basis: 'coded', scope, reason: secret } as const;
  const chain = [{ label: `${secret} label` }, { entity: own.entity }, { source: own.source }];
  const about = (entity: string, property: string, value: string): ClaimInput => ({
    ...common,
    ...{ entity, property, value, chain },
  });
  const written = await inTx(db, (tx) =>
    writeClaims(
      tx,
      author,
      [
        // On what is everybody's: a name, a disagreement, a pointer to what is not.
        { ...about(shared.entity, 'otherName', `${secret} alias`), original: secret },
        about(shared.entity, 'birthDate', '1981-01-01'),
        about(shared.entity, 'birthDate', '1982-02-02'),
        about(own.entity, 'description', `${secret} description`),
        about(own.entity, 'birthDate', '1983-03-03'),
        { ...about(own.entity, 'birthDate', '1984-04-04'), basis: 'inferred' },
        // Resting on what is everybody's and said to everybody, about somebody who is hidden.
        {
          ...about(own.entity, 'otherName', `${secret} other`),
          ...{ passage: shared.passage, scope: 1, chain: [{ label: `${secret} label` }] },
        },
        {
          ...about(own.entity, 'birthDate', '1985-05-05'),
          ...{ passage: shared.passage, scope: 1, chain: [] },
        },
      ],
      'en',
    ),
  );
  // Called after whom it concerns.
  await inTx(db, async (tx) => {
    const [made] = await createEntities(tx, author, ['milestone'], scope);
    const milestone = made?.uid ?? '';
    const type = vocabulary('milestones').terms[0]?.code ?? '';
    const claims = [
      about(milestone, 'milestoneType', type),
      about(milestone, 'person', own.entity),
    ];
    await writeClaims(tx, author, claims, 'en');
  });
  const uids = written.map((claim) => claim.uid);
  await inTx(db, async (tx) => {
    await decideClaims(tx, reviewer, uids.slice(0, 2), 'rejected', `${secret} comment`);
    await decideClaims(tx, reviewer, uids.slice(3, 4), 'accepted', `${secret} comment`);
    const again = about(own.entity, 'description', `${secret} description, better`);
    await writeClaims(tx, author, [{ ...again, supersedes: uids[3] }], 'en');
    for (const entity of [shared.entity, own.entity]) {
      await decideResolution(tx, author, {
        ...{ entity, property: 'birthDate', rule: 'unconfirmed' },
        reason: `${secret} resolution`,
      });
    }
    await writeNote(tx, author, 'source', own.source, `${secret} note`);
    await writeNote(tx, author, 'entity', own.entity, `${secret} note`);
    for (const uid of uids) await writeNote(tx, author, 'claim', uid, `${secret} note`);
    // What the team notes on what is everybody's is the team's.
    if (scope === 2) await writeNote(tx, author, 'entity', shared.entity, `${secret} note`);
    await translatePassage(tx, author, own.passage, {
      ...{ language: 'fr', text: `${secret} translated`, translator: secret },
    });
    const { rows } = await sql<{ uid: string }>`select k.uid from copy k
      join source s on s.id = k.source_id where s.uid = ${own.source}`.execute(tx);
    await markRegion(tx, author, rows[0]?.uid ?? '', { x: 0, y: 0, w: 1, h: 1 });
  });
}

async function plantLetter(db: Db, { author, reviewer, scope, secret }: SidePlan) {
  const letter = await inTx(db, async (tx) => {
    const text: DraftText = {
      ...{ title: `${secret} title`, addressees: [secret], demands: [secret] },
      blocks: [{ kind: 'paragraph', runs: [{ text: `${secret} words` }] }],
      initiators: [secret],
    };
    const uid = await createLetter(tx, author, {
      ...{ kind: 'collective', name: `${secret} letter`, scopeId: scope },
    });
    await saveDraft(tx, author, uid, { language: 'en', text, revision: 0 });
    const version = await proposeVersion(tx, author, uid, { language: 'en' });
    await decideVersion(tx, reviewer, version, { approve: true, comment: `${secret} comment` });
    await plantTranslation(tx, { author, reviewer, secret }, { letter: uid, version });
    await sql`
      insert into letter_anchor (version_id, block, starts, ends, words, subject, claim, author_id)
      select id, 0, 0, 1, ${secret}, gen_random_uuid(), gen_random_uuid(), ${author.accountId}
      from letter_version where uid = ${version}`.execute(tx);
    await openSigning(tx, author, letterSealer, uid);
    await plantCourse(tx, uid, author.accountId, secret);
    await changeDomains(tx, author, uid, `${secret} = school.org`);
    const bytes = Buffer.from(`name,mail,works\n${secret},${secret}@example.org,${secret}`);
    await importPeople(tx, author, letterSealer, { letter: uid, bytes });
    return { uid, version };
  });
  await plantSigner(db, letter, secret);
  await plantWithheld(db, letter.uid, { secret, account: author.accountId });
  await inTx(db, (tx) => plantTestimony(tx, { author, reviewer, scope, secret }));
}

async function plantTranslation(
  tx: Tx,
  { author, reviewer, secret }: Pick<SidePlan, 'author' | 'reviewer' | 'secret'>,
  version: { readonly letter: string; readonly version: string },
): Promise<void> {
  const key = { ...version, language: 'fr' };
  const words = {
    ...{ how: 'human' as const, madeBy: secret, reviewedBy: secret, departure: secret },
    pieces: {
      ...{ title: `${secret} titre`, addressees: [secret], blocks: [`${secret} mots`] },
      ...{ demands: [''], initiators: [secret] },
    },
  };
  await saveTranslationDraft(tx, author, key, { words, revision: 0 });
  const uid = await proposeTranslation(tx, author, key);
  await decideTranslation(tx, reviewer, uid, { approve: true, comment: `${secret} comment` });
}

/** A name that organisations opened, on which nobody has decided yet. */
async function plantWithheld(
  db: Db,
  letter: string,
  { secret, account }: { readonly secret: string; readonly account: string },
): Promise<void> {
  const { rows: letters } = await sql<{ sealed: string }>`
    select s.secret as sealed from letter_signing s join letter l on l.id = s.letter_id
    where l.uid = ${letter}`.execute(db);
  const { person } = openSignerKeys(letterSealer, letter, letters[0]?.sealed ?? '');
  const uid = randomUUID();
  const name = { name: secret, credit: secret, affiliation: secret, country: 'FR' };
  const own = { ...name, name: '', address: 'w@example.org', locale: 'en' };
  const opened = person.seal(JSON.stringify(name), `opened ${uid}`);
  const { rows } = await sql<{ id: string }>`
    insert into letter_signature (uid, letter_id, version_id, mailbox, form, link, appearance,
      verification, state, via, languages, person, confirmed_at)
    select ${uid}, g.letter_id, g.version_id, sha256('w'), sha256(g.form), sha256(g.link), 'withheld',
      'mailbox', 'confirmed', 'smtp', g.languages, ${person.seal(JSON.stringify(own), uid)}, now()
    from letter_signature g join letter l on l.id = g.letter_id where l.uid = ${letter}
    order by g.id limit 1 returning id`.execute(db);
  const [signer] = rows;
  const id = sql`(select id from letter where uid = ${letter})`;
  const organisations = [1, 2].map((at) => ({ name: `${secret} ${at}`, recipient: `age1${at}` }));
  await sql`
    insert into letter_panel (letter_id, need, organisations, until, digest, set_by, confirmed_at)
    values (${id}, 2, ${JSON.stringify(organisations)}, '2190-01-01', ${'d'.repeat(44)}, ${account}, now())`.execute(
    db,
  );
  await sql`
    with round as (
      insert into letter_round (letter_id, state, began_at, identity, digest, imported_by)
      values (${id}, 'imported', now(), 'i', 'd', ${account}) returning id
    )
    insert into letter_withheld (signature_id, letter_id, rule, sealed, encrypted_in, round_id, opened)
    select ${signer?.id}::bigint, ${id}, '{}', '{}', 'server', round.id, ${opened} from round`.execute(
    db,
  );
}

/** One author's words, and who said that they may be published. */
async function plantTestimony(
  tx: Tx,
  { author, reviewer, scope, secret }: Pick<SidePlan, 'author' | 'reviewer' | 'scope' | 'secret'>,
): Promise<void> {
  const kind = 'testimony';
  const uid = await createLetter(tx, author, { kind, name: `${secret} testimony`, scopeId: scope });
  const text: DraftText = {
    ...{ title: `${secret} title`, addressees: [], demands: [], initiators: [] },
    blocks: [{ kind: 'paragraph', runs: [{ text: `${secret} words` }] }],
  };
  await saveDraft(tx, author, uid, { language: 'en', text, revision: 0 });
  const version = await proposeVersion(tx, author, uid, { language: 'en' });
  await decideVersion(tx, reviewer, version, { approve: true, comment: '' });
  const word = { step: 'permitted', how: 'by-phone', who: `${secret} lawyer` } as const;
  await recordTestimonyWord(tx, author, uid, word);
}

/** Dates, a delivery, what others did and a mail to signers; each says something that is a secret. */
async function plantCourse(tx: Tx, letter: string, account: string, secret: string) {
  const id = sql`(select id from letter where uid = ${letter})`;
  await sql`
    update letter_signing set closes_at = now() + interval '1 day', closing = ${secret}
    where letter_id = ${id}`.execute(tx);
  await sql`
    insert into letter_delivery (letter_id, addressee, delivered_on, how, by_whom, signed, author_id)
    values (${id}, ${secret}, '2026', 'post', ${secret}, '{}', ${account})`.execute(tx);
  await sql`
    insert into letter_solidarity (letter_id, subject, author_id)
    select id, uid, ${account} from letter where uid = ${letter}`.execute(tx);
  await sql`
    insert into letter_note_change (letter_id, subject, claim, state)
    select ${id}, a.subject, a.claim, 'gone' from letter_anchor a
    join letter_version v on v.id = a.version_id where v.letter_id = ${id}`.execute(tx);
  await sql`
    insert into letter_update (letter_id, kind, texts, hours, author_id)
    values (${id}, 'news', ${JSON.stringify({ en: { subject: secret, body: secret } })}, 1, ${account})`.execute(
    tx,
  );
}

/** Somebody whose link came from the outbox and somebody on the list: the desk reads their names. */
async function plantSigner(
  db: Db,
  { uid, version }: { readonly uid: string; readonly version: string },
  secret: string,
): Promise<void> {
  const { hash } = await db
    .selectFrom('letter_version')
    .select('hash')
    .where('uid', '=', version)
    .executeTakeFirstOrThrow();
  for (const via of ['outbox', 'smtp'] as const) {
    await signAs(db, { letter: uid, text: hash.toString('hex') }, via, secret);
  }
  await sql`
    insert into signature_chosen (signature_id, letter_id, chosen_by)
    select h.signature_id, h.letter_id, l.author_id from signature_shown h
    join letter l on l.id = h.letter_id where l.uid = ${uid}`.execute(db);
  await sql`
    insert into signature_quote (signature_id, letter_id, words, language, wording_id, line, chosen_by, chosen_at)
    select h.signature_id, h.letter_id, ${`${secret} quote`}, 'en', (select min(id) from consent_wording),
      h.line, l.author_id, now()
    from signature_shown h join letter l on l.id = h.letter_id where l.uid = ${uid}`.execute(db);
}

async function signAs(
  db: Db,
  of: { readonly letter: string; readonly text: string },
  via: 'outbox' | 'smtp',
  secret: string,
): Promise<void> {
  const typed = { name: secret, address: `${via}@example.org`, appearance: 'named' };
  let link = '';
  const writeMail = (code: string) => {
    link = code;
    return { subject: 'Confirm', text: code };
  };
  await receiveSignature(
    {
      ...{ db, sealer: letterSealer },
      mailer: catchInto([], { via }),
    },
    {
      ...{ ...of, languages: ['en'], writeMail },
      form: parseSignForm({ ...typed, consents: ['sign', 'show'] }, 'en'),
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: purpose },
      })),
    },
  );
  await inTx(db, (tx) => confirmSignature(tx, letterSealer, link));
}

async function inTx<Result>(
  db: Db,
  work: (tx: Parameters<typeof writeClaims>[0]) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(work);
}

async function allUids(db: Db): Promise<LeakWorld['uids']> {
  const of = async (thing: Thing) => {
    const { rows } = await sql<{ uid: string }>`
      select uid from ${sql.table(thing)} order by id`.execute(db);
    return rows.map((row) => row.uid);
  };
  return {
    source: await of('source'),
    entity: await of('entity'),
    claim: await of('claim'),
    passage: await of('passage'),
    copy: await of('copy'),
    decision: await of('decision'),
    account: await of('account'),
    letter: await of('letter'),
  };
}

async function uidsWithin(db: Db, scope: number): Promise<Set<string>> {
  const { rows } = await sql<{ uid: string }>`
    select uid from source where scope_id = ${scope}
    union all select uid from entity where scope_id = ${scope}
    union all select c.uid from claim c join entity e on e.id = c.entity_id
      where ${scope} in (c.scope_id, e.scope_id)
    union all select uid from note where scope_id = ${scope}
    union all select p.uid from passage p join source s on s.id = p.source_id
      where s.scope_id = ${scope}
    union all select k.uid from copy k join source s on s.id = k.source_id
      where s.scope_id = ${scope}
    union all select uid from letter where scope_id = ${scope}
    union all select i.uid from letter_invitation i join letter l on l.id = i.letter_id
      where l.scope_id = ${scope}
    union all select v.uid from letter_version v join letter l on l.id = v.letter_id
      where l.scope_id = ${scope}
    union all select t.uid from letter_translation t join letter_version v on v.id = t.version_id
      join letter l on l.id = v.letter_id where l.scope_id = ${scope}
    union all select uid from decision where ${scope} = 2`.execute(db);
  return new Set(rows.map((row) => row.uid));
}
