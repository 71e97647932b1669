import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import * as editions from '#editions';
import * as evidence from '#evidence';
import * as letters from '#letters';
import { Refusal } from '#platform/errors';
import * as record from '#record';
import { openLeakWorld, secretOf, type LeakWorld, type Side } from './leak-world.ts';

let world: LeakWorld;
beforeAll(async () => {
  world = await openLeakWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Read = (actor: Actor) => Promise<unknown>[];

const filters = { limit: 500 };
const each = (
  thing: keyof LeakWorld['uids'],
  ask: (uid: string) => Promise<unknown>,
): Promise<unknown>[] => world.uids[thing].map(ask);
const ids = async (table: 'entity' | 'source') => {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}`.execute(world.db);
  return rows.map((row) => row.id);
};

/** Every function of the faces through which somebody reads, and how it is asked for everything. */
const reads: Readonly<Record<string, Read>> = {
  findCopy: (actor) => each('copy', (uid) => evidence.findCopy(world.db, actor, uid)),
  translationsOf: (actor) => each('source', (uid) => evidence.translationsOf(world.db, actor, uid)),
  passageWords: (actor) => [evidence.passageWords(world.db, actor, world.uids.passage)],
  lastEditor: (actor) => each('source', (uid) => evidence.lastEditor(world.db, actor, uid)),
  sourcePage: (actor) => each('source', (uid) => evidence.sourcePage(world.db, actor, uid)),
  listSources: (actor) => [
    evidence.listSources(world.db, actor, { limit: 200 }),
    ...Object.values(secretOf).map((text) => evidence.listSources(world.db, actor, { text })),
    ...each('account', (uid) => evidence.listSources(world.db, actor, { assignedTo: uid })),
  ],
  searchSources: (actor) => [
    ...[...Object.values(secretOf), 'it', 'says'].map((typed) =>
      evidence.searchSources(world.db, actor, typed),
    ),
  ],
  claimViews: (actor) => [record.claimViews(world.db, actor, world.uids.claim, 'en')],
  listDisputes: (actor) => [record.listDisputes(world.db, actor, filters)],
  untoldDisputes: (actor) => [
    record
      .listDisputes(world.db, actor, filters)
      .then(({ disputes }) => record.untoldDisputes(world.db, actor, disputes)),
  ],
  captionsOf: (actor) => [
    record
      .loadAddedTerms(world.db)
      .then(async (added) =>
        [...(await record.captionsOf(world.db, actor, await ids('entity'), 'en', added))].map(
          ([, caption]) => caption,
        ),
      ),
  ],
  captionsByUid: (actor) => [
    record
      .loadAddedTerms(world.db)
      .then((added) => record.captionsByUid(world.db, actor, world.uids.entity, 'en', added)),
  ],
  captionsAfter: (actor) =>
    each('source', async (uid) =>
      record.captionsAfter(
        world.db,
        actor,
        uid,
        world.uids.entity,
        'en',
        await record.loadAddedTerms(world.db),
      ),
    ),
  entityHistory: (actor) => each('entity', (uid) => record.entityHistory(world.db, actor, uid)),
  entityPage: (actor) => [
    ...each('entity', (uid) => record.entityPage(world.db, actor, uid, 'en')),
    ...each('entity', (uid) =>
      record.entityPage(world.db, actor, uid, 'en', {
        asOf: record.parseInstant('2100-01-01T00:00:00Z') ?? expect.unreachable(),
      }),
    ),
  ],
  listEntities: (actor) => [
    record.listEntities(world.db, actor, { kind: 'person' }, 'en'),
    record.listEntities(world.db, actor, { kind: 'person', disputed: true }, 'en'),
    ...Object.values(secretOf).map((name) =>
      record.listEntities(world.db, actor, { kind: 'person', name }, 'en'),
    ),
  ],
  findEntities: (actor) =>
    [...Object.values(secretOf), 'z', 'zqt', 'zqp'].map((typed) =>
      record.findEntities(world.db, actor, typed),
    ),
  findUnnamed: (actor) =>
    [...Object.values(secretOf), 'z', 'zqt', 'zqp', 'killing', '2024'].map((typed) =>
      record.findUnnamed(world.db, actor, typed, new Map()),
    ),
  hangingClaims: (actor) => each('claim', (uid) => record.hangingClaims(world.db, actor, [uid])),
  returnedClaims: (actor) => [record.returnedClaims(world.db, actor, 'en')],
  countReturned: (actor) => [record.countReturned(world.db, actor)],
  refusalsOf: (actor) => each('claim', (uid) => record.refusalsOf(world.db, actor, [uid])),
  exportClaims: (actor) => {
    const rows: unknown[] = [];
    const keep = (claims: readonly unknown[]) => {
      rows.push(...claims);
      return Promise.resolve();
    };
    return [
      record.exportClaims(world.db, actor, {}, keep).then(() => rows),
      ...each('entity', (entity) => record.exportClaims(world.db, actor, { entity }, keep)),
    ];
  },
  notesOn: (actor) => [
    ...each('source', (uid) => record.notesOn(world.db, actor, 'source', uid)),
    ...each('entity', (uid) => record.notesOn(world.db, actor, 'entity', uid)),
    ...each('claim', (uid) => record.notesOn(world.db, actor, 'claim', uid)),
  ],
  notesOnClaims: (actor) => each('claim', (uid) => record.notesOnClaims(world.db, actor, [uid])),
  successorsOf: (actor) => each('claim', (uid) => record.successorsOf(world.db, actor, uid)),
  sourceAtWork: (actor) => each('source', (uid) => evidence.sourceAtWork(world.db, actor, uid)),
  notesOnClaimsFrom: (actor) =>
    each('source', (uid) => record.notesOnClaimsFrom(world.db, actor, uid)),
  prepareEditions: (actor) =>
    each('entity', (uid) => record.prepareEditions(world.db, actor, { subjects: [uid] })),
  claimsFromSource: (actor) =>
    each('source', (uid) => record.claimsFromSource(world.db, actor, uid, 'en')),
  claimSteps: (actor) => each('claim', (uid) => record.claimSteps(world.db, actor, uid)),
  queueProgress: (actor) => [record.queueProgress(world.db, actor)],
  reopenable: (actor) => [record.reopenable(world.db, actor, 'en')],
  restorable: (actor) => [record.restorable(world.db, actor, 'en')],
  withdrawable: (actor) => [
    ...each('entity', (entity) => record.withdrawable(world.db, actor, 'en', { entity })),
    ...each('source', (source) => record.withdrawable(world.db, actor, 'en', { source })),
  ],
  erasuresOf: (actor) => each('entity', (uid) => record.erasuresOf(world.db, actor, uid)),
  removedSubject: (actor) => each('entity', (uid) => record.removedSubject(world.db, actor, uid)),
  removedSubjects: (actor) => [record.removedSubjects(world.db, actor)],
  takenBackAmong: (actor) => [record.takenBackAmong(world.db, actor, world.uids.entity)],
  tracesAfter: (actor) => [
    record.tracesAfter(world.db, actor, {
      documents: [],
      removals: world.uids.entity.map((subject) => ({ subject })),
      publicReason: '',
    }),
  ],
  tracesOf: (actor) => [record.tracesOf(world.db, actor, world.uids.entity)],
  emptiedByRemoval: (actor) =>
    each('entity', (uid) => record.emptiedByRemoval(world.db, actor, [uid], [], [])),
  namesOf: (actor) => each('entity', (uid) => record.namesOf(world.db, actor, uid)),
  reviewQueue: (actor) => [record.reviewQueue(world.db, actor, 'en', filters)],
  doubtedEditions: (actor) => [editions.doubtedEditions(world.db, actor)],
  countDoubted: (actor) => [editions.countDoubted(world.db, actor)],
  publicationCounts: (actor) => [editions.publicationCounts(world.db, actor)],
  staleEditions: (actor) => [record.staleEditions(world.db, actor)],
  listDecisions: (actor) => [editions.listDecisions(world.db, actor)],
  loadDecision: (actor) => each('decision', (uid) => editions.loadDecision(world.db, actor, uid)),
  listLetters: (actor) => [letters.listLetters(world.db, actor)],
  readLetter: (actor) => each('letter', (uid) => letters.readLetter(world.db, actor, uid)),
  readDraft: (actor) => each('letter', (uid) => letters.readDraft(world.db, actor, uid, 'en')),
  countProposed: (actor) => [letters.countProposed(world.db, actor)],
  listTranslations: (actor) =>
    each('letter', (uid) => letters.listTranslations(world.db, actor, uid)),
  listTranslationDrafts: (actor) =>
    each('letter', (uid) => letters.listTranslationDrafts(world.db, actor, uid)),
  letterTitles: (actor) => each('letter', (uid) => letters.letterTitles(world.db, actor, uid)),
  translationsWait: (actor) =>
    each('letter', (uid) => letters.translationsWait(world.db, actor, uid)),
  readTranslationDraft: (actor) =>
    each('letter', async (letter) => {
      const { rows } = await sql<{ uid: string }>`select uid from letter_version`.execute(world.db);
      return Promise.all(
        rows.map(({ uid: version }) =>
          letters.readTranslationDraft(world.db, actor, { letter, version, language: 'fr' }),
        ),
      );
    }),
  listAnchors: (actor) => each('letter', (uid) => letters.listAnchors(world.db, actor, uid)),
  letterNames: (actor) => [letters.letterNames(world.db, actor, world.uids.letter)],
  prepareLetter: (actor) => each('letter', (uid) => letters.prepareLetter(world.db, actor, uid)),
  listVersions: (actor) => each('letter', (uid) => letters.listVersions(world.db, actor, uid)),
  readCampaignDates: (actor) =>
    each('letter', (uid) => letters.readCampaignDates(world.db, actor, uid)),
  readEmbargo: (actor) => each('letter', (uid) => letters.readEmbargo(world.db, actor, uid)),
  readTestimony: (actor) => each('letter', (uid) => letters.readTestimony(world.db, actor, uid)),
  readCourseDesk: (actor) => each('letter', (uid) => letters.readCourseDesk(world.db, actor, uid)),
  listDeliveries: (actor) => each('letter', (uid) => letters.listDeliveries(world.db, actor, uid)),
  listSolidarity: (actor) => each('letter', (uid) => letters.listSolidarity(world.db, actor, uid)),
  listNoteChanges: (actor) =>
    each('letter', (uid) => letters.listNoteChanges(world.db, actor, uid)),
  listUpdates: (actor) => each('letter', (uid) => letters.listUpdates(world.db, actor, uid)),
  countRecipients: (actor) =>
    each('letter', (uid) => letters.countRecipients(world.db, actor, uid, 'news')),
  readSigningDesk: (actor) =>
    each('letter', (uid) => letters.readSigningDesk(world.db, actor, world.letterSealer, uid)),
  listInvitations: (actor) =>
    each('letter', (uid) => letters.listInvitations(world.db, actor, world.letterSealer, uid)),
  readRetentionDesk: (actor) =>
    each('letter', (uid) => letters.readRetentionDesk(world.db, actor, uid)),
  readWithheldDesk: (actor) =>
    each('letter', (uid) => letters.readWithheldDesk(world.db, actor, uid)),
  listOpened: (actor) =>
    each('letter', (uid) => letters.listOpened(world.db, actor, world.letterSealer, uid)),
  listQuotes: (actor) => each('letter', (uid) => letters.listQuotes(world.db, actor, uid)),
  listChoosable: (actor) =>
    each('letter', (uid) => letters.listChoosable(world.db, actor, uid, '')),
  lettersNaming: (actor) => [
    letters.lettersNaming(world.db, actor, [...Object.values(secretOf), 'in the open']),
  ],
  listDomains: (actor) => each('letter', (uid) => letters.listDomains(world.db, actor, uid)),
  readInvitation: (actor) =>
    each('letter', async (letter) => {
      const { rows } = await sql<{ uid: string }>`select uid from letter_invitation`.execute(
        world.db,
      );
      return Promise.all(
        rows.map(({ uid: invitation }) =>
          letters.readInvitation(world.db, actor, world.letterSealer, { letter, invitation }),
        ),
      );
    }),
  readFraudDesk: (actor) =>
    each('letter', (uid) =>
      letters
        .readFraudDesk(world.db, actor, world.letterSealer, uid, new Date())
        .then((desk) => desk && { uid, desk }),
    ),
  readFraudGroup: (actor) =>
    each('letter', (uid) =>
      hourOfSigning().then((of) =>
        letters
          .readFraudGroup(
            ...([world.db, actor, world.letterSealer, uid] as const),
            ...([{ by: 'hour', of }, new Date()] as const),
          )
          .then((view) => view && { uid, view }),
      ),
    ),
};

/** Not that of the clock: an hour may have begun since. */
async function hourOfSigning(): Promise<string> {
  const { at } = await world.db
    .selectFrom('letter_signature')
    .select((eb) => eb.fn.max('confirmed_at').as('at'))
    .executeTakeFirstOrThrow();
  return new Date(at ?? 0).toISOString().slice(0, 13);
}

/** What asks no one's leave: writes (tried below), rules without data, and what serves machines. */
const others: ReadonlySet<string> = new Set(
  `addSourceWithCopy AlreadyHereRefusal assertAddable preserveUpload forgetUpload
  addressSecrets addCopy storeCopy EvidenceRefusal fetchAddress noteViewed
  markPassage markRegion reviewTranslation translatePassage provisionalTitle readCopiesOf readCopy
  readCopyHandler readingsOf indexDescription indexText addSource arrangeSource beginSource editSource
  markLooked cancelDecision currentHashes decide proposeDecision subjectsMentioning
  isDemonstration publicRevision restrictedFiles storeAnew markDemonstration currentDocuments editionHash EditionRefusal
  reopenClaims decideClaims writeClaims codeAct codeNames decideResolution inLanguage createEntities
  compareFigures formatFigure likeWithLike parseFigureText writeNote insertProjections loadStanding parseInstant restoreClaims standingSelection
  alsoShown emptiedBy withPages completeNameSounds completeSearchedNames enrolPreserved enrolUnlogged requeueReading layAside otherWords takeBackErased cancelErasure decideErasure proposeErasure readErasureJournal replayErasures
  takeOverErasures indexEditionWords keepTrace searchWords subjectsSaying uncomparedSubjects settleDoubts
  settleStaleEditions compareEditionsHandler
  projectFresh reproject checkProjection rebuildProjection decidePublication proposePublication
  proposeRemoval RecordRefusal addTerm loadAddedTerms sourceCodes termOf termsOf
  kind property propertiesOf propertiesPointingAt vocabulary term widerTerms label parseIdentifier
  addAnchors bareFigures overlaps dropAnchor
  cancelTranslation currentTranslations decideTranslation parseTranslationWords proposeTranslation
  saveTranslationDraft shownLanguages withdrawTranslation
  LetterRefusal createLetter parseDraftText saveDraft cancelVersion decideVersion proposeVersion
  chooseQuote clearQuote readOwnQuote readQuotes replayQuotes takeQuoteBack
  chooseSignature confirmSignature eachSignature listChosen listSignatures readSigning changeSignature leaveLetter readOwnSignature
  dropErasedAnchors findNames soughtNames
  announceChange nameInstance createPace enrolSignatures replayForgotten writeJournal confirmHeld dropUnconfirmedHandler resealLetterSecrets sealedLetterSecrets startTallies signatureReceipt receiveSignature signTogether parseSignForm hideNames openSigning stopSigning tallySignatures
  addDelivery changeDelivery moveEmbargo stopEmbargo setCampaignDates addSolidarity dropSolidarity
  makeTestimonyLink recordTestimonyWord readAsAuthor sayAsAuthor readCourse runCourse startCourse
  sendSlice stopMails updateHandlers decideUpdate proposeUpdate stopUpdate
  publishDecided carryOutPublication
  endVouchingAddress lookAtAsking makeVouchingAddress readVouching settleVouched settleVouchedHandler takeVouchBack vouchFor
  declineAsAgent dropAgent nameAgent openAsAgent replayEndedAgents signByAgent
  answerInvitation openInvitation dispatchHandler dispatchInvitations dropInvitations importPeople undoImport changeInviting
  handInvitation nameInvited resendInvitation revokeInvitation sendInvitations changeDomains replayUninvited signInvited
  announceChange createPace enrolSignatures replayForgotten writeJournal confirmHeld dropUnconfirmedHandler makeRolls makeRollsHandler readCount readRoll readRollPart resealLetterSecrets sealedLetterSecrets startTallies signatureReceipt receiveSignature signTogether parseSignForm hideNames openSigning stopSigning tallySignatures
  announceChange createPace asideCounts chooseAside decideAside undoAside keepUpFraud keepUpFraudHandler parseGroup readGuard setGuard readLedger enrolSignatures replayForgotten writeJournal confirmHeld dropUnconfirmedHandler resealLetterSecrets sealedLetterSecrets startTallies signatureReceipt receiveSignature signTogether parseSignForm hideNames openSigning stopSigning tallySignatures
  setRetention decideRetention eraseDue eraseDueHandler replayRetention
  drainRecord networkOf spoolForm spoolRecipient startSpool
  setPanel confirmPanel exportRequest importOpening decideOpening keepWithheld expireWithheld beginRoundsAnew keepUpWithheld withheldHandler readWithheld
  decideAnything decidingAction isDraftNew proposeLetter proposeLetterRemoval proposeDocuments
  milestone inLocale identifierAddress printedIsni countryName isCountryCode languageName
  parseLanguageTag findCountry checkEditions documentsBefore`.split(/\s+/),
);

test('every function of the faces is asked here, or is no reading', () => {
  const names = [record, evidence, editions, letters].flatMap((face) =>
    Object.entries(face).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
  );
  const unknown = names.filter((name) => !(name in reads) && !others.has(name));
  expect(unknown).toEqual([]);
});

const sides: readonly (readonly [Side, Side])[] = [
  ['partner', 'team'],
  ['team', 'partner'],
];

describe.each(sides)('the %s', (reader, owner) => {
  test.each(Object.keys(reads))(`learns nothing of the ${owner} through %s`, async (name) => {
    const answers = (reads[name] ?? (() => []))(world.readers[reader]);
    const said = (await Promise.allSettled(answers)).map(inFull).join('\n');
    // Asked for all it may see, it does answer; silence would prove nothing.
    if (!mayBeSilent.has(`${reader} ${name}`)) expect(said).toMatch(/[0-9a-f]{8}-|secret|"/);
    expect(said).not.toContain(secretOf[owner]);
    for (const uid of world.hidden[owner]) expect(said).not.toContain(uid);
  });
});

const mayBeSilent: ReadonlySet<string> = new Set([
  'partner prepareEditions',
  // Figures alone, and decisions, which are the team's.
  ...['team', 'partner'].flatMap((side) => [`${side} countRecipients`, `${side} readEmbargo`]),
  'partner listDecisions',
  'partner loadDecision',
  'partner lastEditor',
  'team lastEditor',
  // Nobody withdrew anything, nothing published has changed since, and nothing was taken back.
  'partner removedSubject',
  'team removedSubject',
  ...[
    'restorable',
    'doubtedEditions',
    'countDoubted',
    'untoldDisputes',
    'erasuresOf',
    'takenBackAmong',
    'emptiedByRemoval',
    'tracesAfter',
    'tracesOf',
    'countReturned',
    'countProposed',
    'translationsWait',
    'hangingClaims',
    'returnedClaims',
    'refusalsOf',
  ].flatMap((name) => [`partner ${name}`, `team ${name}`]),
]);

test.each(['team', 'partner'] as const)(
  'numbers tell the %s of what it sees alone',
  async (side) => {
    const actor = world.readers[side];
    const { rows: queue } = await record.reviewQueue(world.db, actor, 'en', filters);
    const progress = await record.queueProgress(world.db, actor);
    expect(progress.waiting).toBe(queue.length);
    const entities = await record.listEntities(world.db, actor, { kind: 'person' }, 'en');
    expect(entities.total).toBe(entities.entities.length);
    const sources = await evidence.listSources(world.db, actor, { limit: 200 });
    expect(sources.total).toBe(sources.sources.length);
    expect(sources.counts.new + sources.counts['in-work'] + sources.counts.done).toBe(
      sources.total,
    );
    for (const { uid, claims } of sources.sources) {
      const seen = await record.claimsFromSource(world.db, actor, uid, 'en');
      expect(claims).toBe(seen.filter(({ state }) => state !== 'rejected').length);
    }
  },
);

test('one person on both sides sees both, so the secrets are there to be found', async () => {
  const silent = new Set([
    ...['lastEditor', 'listDecisions', 'loadDecision', 'prepareEditions', 'reopenable'],
    ...['countRecipients', 'readEmbargo', 'readRetentionDesk', 'translationsWait'],
    ...[
      'restorable',
      'doubtedEditions',
      'countDoubted',
      'untoldDisputes',
      'publicationCounts',
      'staleEditions',
      'hangingClaims',
      'countReturned',
      'countProposed',
    ],
    ...[
      'takenBackAmong',
      'emptiedByRemoval',
      'tracesAfter',
      'erasuresOf',
      'removedSubject',
      'removedSubjects',
      'tracesOf',
      'namesOf',
    ],
  ]);
  for (const [name, read] of Object.entries(reads)) {
    const said = (await Promise.allSettled(read(world.both))).map(inFull).join('\n');
    if (silent.has(name)) continue;
    const found = Object.values(world.hidden).every((uids) =>
      [...uids].some((uid) => said.includes(uid)),
    );
    const told = Object.values(secretOf).every((secret) => said.includes(secret));
    expect({ name, found: found || told }).toEqual({ name, found: true });
  }
});

// With everything that an error would say at the edge: code, field and what fills its sentence.
function inFull(result: PromiseSettledResult<unknown>): string {
  if (result.status === 'fulfilled') return JSON.stringify(result.value, throughMaps) ?? '';
  expect(result.reason).toBeInstanceOf(Refusal);
  const { message, problems } = result.reason as Refusal;
  return JSON.stringify({ message, problems });
}

function throughMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? [...value] : value;
}
