import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatVkey, noteKey, signatureTypes } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { addPartnerMember, createPartner, type Actor, type Role } from '#accounts';
import { loadSample } from '#sample';
import { openTestHouse, type TestHouse } from '../browser/running-house.ts';
import { letterThings } from './letter-things.ts';
import { logSettled } from './log-settled.ts';
import { changed, fingerprint } from './kept-rows.ts';
import { visitorOf, type Visitor } from './visitor.ts';

let house: TestHouse;
let administrator: { readonly actor: Actor; readonly visitor: Visitor };
/** What the paths and forms below name, all of it the team's. */
const things: Record<string, string> = {};

beforeAll(async () => {
  house = await openTestHouse();
  const { db } = house.house.database.main;
  await loadSample(db, house.house.blobs);
  await logSettled(db);
  administrator = await person(['administrator']);
  Object.assign(
    things,
    await letterThings(house, await person(['campaigner']), await person(['campaigner'])),
  );
  const { rows } = await sql<Record<string, string>>`select
    (select uid from source where scope_id = 2 order by id limit 1) as source,
    (select k.uid from copy k join source s on s.id = k.source_id where s.scope_id = 2
      order by k.id limit 1) as copy,
    (select l.uid from text_layer l join copy k on k.id = l.copy_id
      join source s on s.id = k.source_id where s.scope_id = 2 order by l.id limit 1) as layer,
    (select uid from passage order by id limit 1) as passage,
    (select uid from entity where kind = 'person' and scope_id = 2 order by id limit 1) as entity,
    (select uid from claim where state = 'accepted' and property = 'name' order by id limit 1)
      as claim,
    (select uid from claim where state = 'proposed' order by id limit 1) as proposed,
    (select uid from claim where state = 'accepted' and property = 'occupation' order by id limit 1)
      as lasting,
    (select subject from published.subject where removed_at is not null limit 1) as removed,
    (select uid from decision where state = 'proposed' order by id limit 1) as decision,
    (select uid from account order by id limit 1) as account,
    (select uid from partner order by id limit 1) as partner,
    (select subject from published.subject where kind = 'person' and edition is not null limit 1)
      as published`.execute(db);
  const { rows: alarms } = await sql<{ alarm: string; witnessed: string }>`
    with witnessed as (
      insert into witnessed_log (origin, verifier_keys)
      values ('a.example', array[${verifierKey('a.example', signatureTypes.ed25519)}]) returning uid
    ), alarm as (
      insert into log_alarm (kind, origin, digest) values ('own-fork', '', sha256('')) returning uid
    ) select alarm.uid as alarm, witnessed.uid as witnessed from alarm, witnessed`.execute(db);
  Object.assign(things, rows[0], alarms[0], {
    countersigner: `${verifierKey('b.example', signatureTypes.cosignature)} http://localhost:9/`,
    log: verifierKey('c.example', signatureTypes.ed25519),
  });
  expect(Object.values(things).filter((uid) => uid === null)).toEqual([]);
});

afterAll(async () => {
  await house?.stop();
});

const verifierKey = (name: string, type: number) =>
  formatVkey(noteKey(node, name, type, randomBytes(32)));

async function person(roles: Role[]): Promise<{ actor: Actor; visitor: Visitor }> {
  const { actor, cookies } = await house.signIn({ roles });
  return { actor, visitor: visitorOf(house.origin, cookies[0]) };
}

async function partnerMember(roles: Role[]): Promise<{ actor: Actor; visitor: Visitor }> {
  const { db } = house.house.database.main;
  const made = await person(roles);
  const partner = await createPartner(db, administrator.actor, { name: `P ${made.actor.uid}` });
  await addPartnerMember(db, administrator.actor, partner.uid, made.actor.uid);
  await sql`update account set in_team = false where uid = ${made.actor.uid}`.execute(db);
  return made;
}

interface Route {
  readonly path?: string;
  readonly parentId?: string;
  readonly module: { readonly action?: unknown; readonly loader?: unknown };
}

/** Paths below `/desk` whose route has an action or a loader, as the built pages say. */
async function deskPaths(what: 'action' | 'loader'): Promise<string[]> {
  const address = pathToFileURL(join(import.meta.dirname, '../../build/server/index.js')).href;
  const { routes } = (await import(address)) as { routes: Record<string, Route> };
  const pathOf = (route: Route): string => {
    const parent = route.parentId === undefined ? undefined : routes[route.parentId];
    return `${parent === undefined ? '' : pathOf(parent)}/${route.path ?? ''}`;
  };
  return Object.values(routes)
    .filter((route) => route.module[what] !== undefined)
    .map((route) => pathOf(route).replaceAll(/\/+/g, '/').replace(/\/$/, ''))
    .filter((path) => path.startsWith('/desk'));
}

const decision = {
  title: 't',
  audience: 'public',
  basis: 'public-interest',
  basisReason: 'r',
  riskNote: 'r',
  reviewOn: '2190-01-01',
};
const description = { title: 'Changed', material: '', reliability: '', seen: 'on' };

type Form = Readonly<Record<string, string>>;

/** What can be posted at the desk, and who may not: forms that would do something for who may. */
/** A day that can be promised: thirty years at most. */
const agentForm = (step: string) => ({
  ...{ step, entity: '{entity}', agentName: 'B', agentMail: 'b@b.example' },
});
const others = ['documenter', 'caseworker'] as const;
const choose = (field: string) => ({ step: 'choose', [field]: '{signature}' });
const soon = `${new Date().getUTCFullYear() + 5}-01-01`;

const forms: Readonly<Record<string, { barred: readonly Role[]; sent: readonly Form[] }>> = {
  '/desk': {
    barred: ['campaigner', 'caseworker'],
    sent: [
      { source: '{source}', seen: 'new', change: 'assign-me' },
      { source: '{source}', seen: 'new', change: 'done' },
      { source: '{source}', seen: 'new', change: 'assign', to: '{account}' },
    ],
  },
  '/desk/sources/new': {
    barred: ['campaigner', 'caseworker'],
    sent: [
      // With the team: without a word of it a partner's goes to their own group.
      { way: 'text', text: 'words', title: 't', scope: 'team' },
      { way: 'unseen', title: 't', scope: 'team' },
    ],
  },
  '/desk/sources/upload': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ way: 'unseen', title: 't', scope: 'team' }],
  },
  '/desk/sources/export': { barred: ['campaigner', 'caseworker'], sent: [{ text: '' }] },
  '/desk/sources/:uid': {
    barred: ['campaigner', 'caseworker'],
    sent: [
      {
        form: 'plain-claim',
        quote: 'the',
        nth: '0',
        subjectName: 'Somebody',
        property: 'person:name',
        value: 'Somebody',
        certainty: 'unknown',
      },
      { form: 'withdraw', claim: '{claim}', reason: 'r' },
      { form: 'translate', passage: '{passage}', language: 'fr', text: 'mots' },
      { form: 'review-translation', layer: '{layer}' },
      { form: 'arrange', change: 'assign-me' },
      { form: 'arrange', change: 'assign', to: '{account}' },
    ],
  },
  '/desk/sources/:uid/edit': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ ...description, revision: '1' }],
  },
  '/desk/review': {
    barred: ['documenter', 'campaigner', 'caseworker'],
    sent: [
      { do: 'accept:{proposed}' },
      { do: 'reject:{proposed}', comment: 'c' },
      { do: 'undo:{claim}', comment: 'c' },
    ],
  },
  '/desk/returned': { barred: ['campaigner', 'caseworker'], sent: [{ claim: '{proposed}' }] },
  '/desk/entities/new': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ kind: 'person', name: 'N', reason: 'r' }],
  },
  '/desk/disputes/export': { barred: ['campaigner', 'caseworker'], sent: [{ show: 'all' }] },
  '/desk/publications/export': { barred: ['campaigner', 'caseworker'], sent: [{ show: 'all' }] },
  '/desk/entities/export': { barred: ['campaigner', 'caseworker'], sent: [{ kind: 'person' }] },
  '/desk/entities/:uid': { barred: [], sent: [{ body: 'a note' }] },
  '/desk/entities/:uid/export': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ format: 'csv' }, { format: 'jsonl' }],
  },
  '/desk/entities/:uid/decide/:property': {
    barred: ['documenter', 'campaigner', 'caseworker'],
    sent: [{ rule: 'unconfirmed', reason: 'r' }],
  },
  '/desk/entities/:uid/add?property=name': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ value: 'N', basis: 'editorial', reason: 'r', certainty: 'unknown' }],
  },
  '/desk/claims/:uid': { barred: ['campaigner', 'caseworker'], sent: [{ comment: 'c' }] },
  '/desk/publications/new': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ do: 'propose', subjects: '{entity}', kind: 'publish', ...decision }],
  },
  '/desk/publications/:uid': {
    barred: ['documenter', 'campaigner', 'caseworker'],
    sent: [{ do: 'approve' }, { do: 'refuse', comment: 'c' }, { do: 'cancel' }],
  },
  '/desk/claims/withdraw?entity=:uid': {
    barred: ['campaigner', 'caseworker'],
    sent: [
      { do: 'all', listed: '{lasting}', comment: 'r' },
      { do: 'undo', claim: '{lasting}' },
    ],
  },
  '/desk/publications/remove?subjects=:uid': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ ...decision, reasonClass: 'safety' }],
  },
  '/desk/publications/removed/:uid': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ do: 'erase', extent: 'published', reasonClass: 'safety', reason: 'r' }],
  },
  '/desk/publications/remove/:uid': {
    barred: ['campaigner', 'caseworker'],
    sent: [{ ...decision, reasonClass: 'consent-withdrawn' }],
  },
  '/desk/letters/new': {
    barred: ['caseworker'],
    sent: [{ name: 'L', kind: 'collective', language: 'en' }],
  },
  '/desk/letters/:uid/write': {
    barred: ['caseworker'],
    sent: [{ title: 'T', text: 'Words.', revision: '2', theirs: '2', over: 'on' }],
  },
  '/desk/letters/:uid/versions/:version': {
    barred: ['documenter', 'caseworker'],
    sent: [{ do: 'approve' }, { do: 'refuse', comment: 'c' }],
  },
  '/desk/letters/:uid/versions/:version/anchors': {
    barred: ['caseworker'],
    sent: [{ at: '0.0.2', subject: '{published}', claim: '{lasting}' }],
  },
  '/desk/letters/:uid': {
    barred: ['caseworker'],
    sent: [{ change: 'demand', note: 'n' }],
  },
  '/desk/letters/:uid/translations': { barred: ['caseworker'], sent: [{ language: 'de' }] },
  '/desk/letters/:uid/translations/:translation': {
    barred: ['documenter', 'caseworker'],
    sent: [{ do: 'approve' }, { do: 'refuse', comment: 'c' }],
  },
  '/desk/letters/:uid/versions/:version/translate/:language': {
    barred: ['caseworker'],
    sent: [{ title: 'T', blocks: 'Words.', revision: '0' }],
  },
  '/desk/letters/:uid/publish': { barred: ['caseworker'], sent: [{ ...decision }] },
  '/desk/letters/:uid/signing': {
    barred: ['caseworker'],
    sent: [{ step: 'open' }, { step: 'hide' }, { step: 'pause', message: 'm' }],
  },
  '/desk/letters/:uid/first-lines': { barred: others, sent: [choose('signature')] },
  '/desk/letters/:uid/quotes': { barred: others, sent: [choose('quote')] },
  '/desk/letters/:uid/course': {
    barred: ['caseworker'],
    sent: [
      {
        ...{ step: 'dates', opensDay: '2190-01-01', opensTime: '12:00' },
        ...{ closesDay: '2190-02-01', closesTime: '12:00', closing: 'c' },
      },
      { step: 'move', publishAtDay: '2190-01-01', publishAtTime: '12:00' },
      { step: 'stop' },
    ],
  },
  '/desk/letters/:uid/author': {
    barred: ['caseworker'],
    sent: [{ do: 'link' }, { do: 'record', step: 'held', how: 'by-phone', who: 'w' }],
  },
  '/desk/letters/:uid/deliveries': {
    barred: ['caseworker'],
    sent: [
      {
        ...{ step: 'deliver', addressee: 'a', deliveredOn: '2026-01-01', how: 'post', byWhom: 'b' },
      },
      { step: 'link', subject: '{published}' },
      { step: 'unlink', subject: '{published}' },
    ],
  },
  '/desk/letters/:uid/updates': {
    barred: ['caseworker'],
    sent: [{ kind: 'news', hours: '1', 'subject-en': 's', 'body-en': 'b' }],
  },
  '/desk/letters/:uid/updates/:update': {
    barred: ['documenter', 'caseworker'],
    sent: [{ do: 'approve' }, { do: 'refuse', comment: 'c' }, { do: 'stop' }],
  },
  '/desk/letters/:uid/domains': {
    barred: ['documenter', 'caseworker'],
    sent: [{ domains: 'A school = school.org' }],
  },
  '/desk/letters/:uid/invitations': {
    barred: ['documenter', 'caseworker'],
    sent: [
      { step: 'import', paste: 'name,mail\nAda,ada@example.org\n' },
      { step: 'settings', reminders: '1', days: '7' },
    ],
  },
  '/desk/letters/:uid/invitations/export': { barred: ['documenter', 'caseworker'], sent: [{}] },
  '/desk/letters/:uid/invitations/:invitation': {
    barred: ['documenter', 'caseworker'],
    sent: ['hand', 'name', 'agent', 'agent-drop'].map(agentForm),
  },
  '/desk/letters/:uid/retention': {
    barred: ['documenter', 'caseworker'],
    sent: [
      { step: 'set', until: soon },
      { step: 'approve', proposed: soon },
    ],
  },
  '/desk/letters/:uid/withheld': {
    barred: ['documenter', 'caseworker'],
    sent: [
      { step: 'panel', need: '2', until: '2190-01-01', organisations: 'A school = {recipient}' },
      { step: 'confirm', digest: 'd'.repeat(44), until: '2190-01-01' },
      { step: 'refuse', round: '{round}' },
    ],
  },
  '/desk/letters/:uid/withheld/request': {
    barred: ['documenter', 'caseworker'],
    sent: [{ round: '{round}', openers: '{recipient}' }],
  },
  '/desk/letters/:uid/fraud': {
    barred: ['documenter', 'caseworker'],
    sent: [
      {
        ...{ step: 'guard', networkMost: '60', networkMinutes: '10', domainMost: '60' },
        ...{ domainMinutes: '60', alikeMost: '5', wordsMost: '5', hastyMost: '20' },
        ...{ hastySeconds: '3', trustedHosts: '', doubtedHosts: '', watchedNames: 'N' },
      },
      { step: 'undo', act: '{act}' },
      { step: 'approve', act: '{proposed}' },
    ],
  },
  '/desk/letters/:uid/fraud/:by/:of': {
    barred: ['documenter', 'caseworker'],
    sent: [
      { kind: 'aside', until: '2190-01-01T00:00:00Z', reason: 'other' },
      { kind: 'accept', until: '2190-01-01T00:00:00Z' },
    ],
  },
  '/desk/letters/:uid/remove': {
    barred: ['caseworker'],
    sent: [{ ...decision, reasonClass: 'safety' }],
  },
  '/desk/terms': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [{ code: 'x-new', en: 'a', fr: 'b', fa: 'c' }],
  },
  '/desk/operation': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [{ job: '{claim}' }],
  },
  '/desk/operation/mail': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [{ mail: '{claim}' }],
  },
  '/desk/log': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [
      { form: 'countersigner', line: '{countersigner}', name: 'N' },
      { form: 'witnessed', line: '{log}' },
      { form: 'quorum', quorum: '1' },
    ],
  },
  '/desk/log/alarms': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [{ uid: '{alarm}', comment: 'c' }],
  },
  '/desk/log/remove/:uid': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [{}],
  },
  '/desk/people': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [{ uid: '{invitation}' }],
  },
  '/desk/people/invite': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [
      { name: 'N', email: 'n@example.org', roles: 'administrator', inTeam: 'on', locale: 'en' },
    ],
  },
  '/desk/people/partners': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [{ name: 'New partner' }],
  },
  '/desk/people/:uid': {
    barred: ['documenter', 'reviewer', 'campaigner', 'caseworker'],
    sent: [
      { intent: 'rights', roles: 'administrator', inTeam: 'on' },
      { intent: 'suspend' },
      { intent: 'reactivate' },
      { intent: 'join', partnerUid: '{partner}' },
      { intent: 'reset-password' },
      { intent: 'reset-everything' },
    ],
  },
};

/** What `:uid` names in a path. */
function kindOf(path: string): string {
  if (path.includes('/letters/')) return 'letter';
  if (path.includes('/sources/')) return 'source';
  if (path.includes('/log/')) return path.includes('/alarms/') ? 'alarm' : 'witnessed';
  if (path.includes('/claims/')) return 'claim';
  if (path.includes('/publications/removed/')) return 'removed';
  if (path.includes('/publications/remove')) return 'entity';
  if (path.includes('/publications/')) return 'decision';
  return path.includes('/people/') ? 'account' : 'entity';
}

function filled(path: string): string {
  return path
    .replace(':uid', things[kindOf(path)] ?? '')
    .replace(':subject', things['entity'] ?? '')
    .replace(':version/translate', `${things['translated']}/translate`)
    .replace(':version', things['version'] ?? '')
    .replace(':translation', things['translation'] ?? '')
    .replace(':language', 'de')
    .replace(':update', things['update'] ?? '')
    .replace(':invitation', things['invited'] ?? '')
    .replace(':property', 'name')
    .replace(':by/:of', 'reason/other')
    .replace(':side', 'ours');
}

function filledForm(form: Form): Form {
  const fill = (value: string) =>
    value.replaceAll(/\{(\w+)\}/g, (_, name: string) => things[name] ?? '');
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, fill(value)]));
}

// A person's own traces: when they were here, what they have looked at.
const traces: ReadonlySet<string> = new Set(['public.session', 'public.source_look']);

/** Posts everything there is and returns the tables that changed, and each answer. */
async function postEverything(
  visitor: Visitor,
  wanted: (barred: readonly Role[]) => boolean,
): Promise<{ changes: string[]; answers: string[] }> {
  const { options } = house.house.database;
  const before = await fingerprint(options);
  const answers: string[] = [];
  for (const [path, { barred, sent }] of Object.entries(forms)) {
    if (!wanted(barred)) continue;
    for (const form of sent) {
      for (const suffix of ['', '.data']) {
        const { status } = await visitor.post(
          filled(path).replace(/(?=\?|$)/, suffix),
          filledForm(form),
        );
        answers.push(`${status} ${path}${suffix} ${JSON.stringify(form)}`);
      }
    }
  }
  const after = await fingerprint(options);
  return { changes: changed(before, after).filter((name) => !traces.has(name)), answers };
}

test('every form of the desk is in the list above', async () => {
  const listed = Object.keys(forms).map((path) => path.replace(/\?.*/, ''));
  expect(listed.toSorted()).toEqual((await deskPaths('action')).toSorted());
});

test.each<[Role, Role]>([
  ['documenter', 'campaigner'],
  ['reviewer', 'reviewer'],
  ['campaigner', 'caseworker'],
])('a %s and %s changes nothing by posting what the roles do not allow', async (...roles) => {
  const { visitor } = await person(roles);
  const { changes, answers } = await postEverything(visitor, (barred) =>
    roles.every((role) => barred.includes(role)),
  );
  expect(answers.filter((answer) => answer.startsWith('5'))).toEqual([]);
  expect(changes).toEqual([]);
});

test('nobody without a session changes anything', async () => {
  const { changes, answers } = await postEverything(visitorOf(house.origin), () => true);
  expect(answers.filter((answer) => !/^(?:202|303) /.test(answer))).toEqual([]);
  expect(changes).toEqual([]);
});

test('an administrator who has shown one factor changes nothing', async () => {
  const { cookies } = await house.signIn({ roles: ['administrator'], factors: 1 });
  const { changes } = await postEverything(visitorOf(house.origin, cookies[0]), () => true);
  expect(changes).toEqual([]);
});

const nowhere = '00000000-0000-4000-8000-000000000000';

test('to a partner’s member the team’s things are not there, whatever the role', async () => {
  const { visitor } = await partnerMember(['documenter', 'reviewer', 'campaigner', 'caseworker']);
  const paths = [...(await deskPaths('loader')), '/desk/copies/:uid'];
  for (const path of paths.filter((one) => one.includes(':uid'))) {
    const uid = path.includes('/copies/') ? things['copy'] : things[kindOf(path)];
    const there = filled(path.replace(':uid', uid ?? ''));
    const notThere = filled(path.replace(':uid', nowhere));
    for (const suffix of ['', '.data']) {
      const answer = await visitor.ask(there + suffix);
      const like = await visitor.ask(notThere + suffix);
      const body = like.body.replaceAll(nowhere, uid ?? '');
      expect([answer.status, withoutNonce(answer.body)], path + suffix).toEqual([
        404,
        withoutNonce(body),
      ]);
    }
  }
});

function withoutNonce(html: string): string {
  return html.replaceAll(/nonce="[^"]*"|content="[\w-]{22}"/g, '');
}

test('a partner’s member reads nothing of the team’s in any list, and changes nothing of it', async () => {
  const { visitor } = await partnerMember(['documenter', 'reviewer', 'campaigner', 'caseworker']);
  const { rows } = await sql<{ word: string }>`
    select distinct word from (
      select title as word from source where scope_id = 2
      union select title from decision union select risk_note from decision
      union select value from claim where scope_id = 2 and property = 'name'
      union select uid::text from source where scope_id = 2
      union select uid::text from entity where scope_id = 2
      union select uid::text from claim where scope_id = 2
      union select uid::text from decision
    ) words where length(word) > 8`.execute(house.house.database.main.db);
  const words = rows.map(({ word }) => word);
  expect(words.length).toBeGreaterThan(100);
  const lists = (await deskPaths('loader')).filter((path) => !path.includes(':'));
  const asked = [
    ...lists,
    ...[`/desk/search?q=${encodeURIComponent('Panahi')}`, '/desk/find?q=Pa&what=entities'],
    ...[
      '/desk/find?q=a&what=sources',
      '/desk/find?q=a&what=chain',
      '/desk?text=a',
      '/desk/entities?kind=event',
    ],
    `/desk/publications/new?subjects=${things['entity']}`,
  ];
  for (const path of asked) {
    const { body } = await visitor.ask(path);
    const told = words.filter((word) => body.includes(word) && !path.includes(word));
    expect(told, path).toEqual([]);
  }
  const { changes, answers } = await postEverything(visitor, () => true);
  // Whoever takes an export of their own things is written down.
  expect(changes).toEqual(['public.audit']);
  expect(answers.filter((answer) => answer.startsWith('5'))).toEqual([]);
});

test('the same forms do something for who may', async () => {
  const { visitor } = await person(['administrator', 'reviewer', 'documenter']);
  const { changes, answers } = await postEverything(visitor, () => true);
  const tables = [
    'account',
    'claim',
    'copy',
    'decision',
    'entity',
    'invitation',
    'letter',
    'letter_delivery',
    'letter_domain',
    'letter_draft',
    'letter_import',
    'letter_invitation',
    'letter_invitation_link',
    'letter_guard',
    'letter_retention',
    'letter_round',
    'letter_signing',
    ...['letter_translation', 'letter_translation_draft', 'signature_chosen'],
    ...['letter_version', 'note', 'partner'],
  ];
  const more = [
    'log_countersigner',
    'log_alarm',
    'witnessed_log',
    'resolution',
    'source',
    'source_history',
    ...['term', 'text_layer'],
  ];
  const made = [...tables, ...more].map((table) => `public.${table}`);
  expect(changes).toEqual(expect.arrayContaining([...made, 'published.edition']));
  const done = answers.filter((answer) => /^(?:200|202|303) /.test(answer)).length;
  // Some undo what others have done before.
  expect(done).toBeGreaterThan(answers.length / 2);
});
