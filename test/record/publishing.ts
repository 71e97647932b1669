import type { Actor } from '#accounts';
import { codePointLength } from '#platform/languages';
import {
  decideClaims,
  decidePublication,
  proposePublication,
  proposeRemoval,
  writeClaims,
  type ClaimInput,
  type KindCode,
  type Selection,
} from '#record';
import {
  addEntity,
  addPerson,
  addText,
  openRecord,
  passageAt,
  type RecordFixture,
} from './fixture.ts';

const reasons = {
  ...{ title: 'T', audience: 'public', basis: 'consent', basisReason: 'r', riskNote: 'r' },
  ...{ reviewOn: '2190-01-01' },
} as const;

/** A record with somebody who writes and somebody who decides, and the steps to publish in one call each. */
export interface Publishing extends AsyncDisposable {
  readonly house: RecordFixture;
  readonly reviewer: Actor;
  /** Words that claims rest on unless they say otherwise. */
  readonly passage: string;
  claim(entity: string, property: string, value: string): ClaimInput;
  /** Writes claims and accepts them; returns their uids. */
  accepted(inputs: readonly ClaimInput[]): Promise<string[]>;
  entity(kind: KindCode, values: Readonly<Record<string, string>>): Promise<string>;
  withdraw(uids: readonly string[]): Promise<void>;
  words(text: string): Promise<{ readonly passage: string; readonly source: string }>;
  publish(selection: Selection): Promise<string>;
  correct(selection: Selection): Promise<string>;
  takeBack(subject: string, without?: readonly string[]): Promise<string>;
  propose(selection: Selection): Promise<string>;
  approve(decision: string): Promise<void>;
}

export async function openPublishing(): Promise<Publishing> {
  const house = await openRecord();
  const { db, documenter } = house;
  const reviewer = await addPerson(db, 'Omid', ['reviewer']);
  const words = async (text: string) => {
    const { layer, source } = await addText(db, documenter, text);
    const end = codePointLength(text);
    return { source, passage: await passageAt(db, documenter, { layer, start: 0, end }) };
  };
  const { passage } = await words('It says this.');
  const claim: Publishing['claim'] = (entity, property, value) => ({
    ...{ entity, property, value, passage },
    basis: 'coded',
  });
  const accepted: Publishing['accepted'] = async (inputs) => {
    const written = await db
      .transaction()
      .execute((tx) => writeClaims(tx, documenter, inputs, 'en'));
    const uids = written.map(({ uid }) => uid);
    await db.transaction().execute((tx) => decideClaims(tx, reviewer, uids, 'accepted', ''));
    return uids;
  };
  const approve = (uid: string) =>
    db
      .transaction()
      .execute((tx) => decidePublication(tx, reviewer, uid, { approve: true, comment: '' }));
  const propose = (selection: Selection, kind: 'publish' | 'correct' = 'publish') =>
    db
      .transaction()
      .execute((tx) =>
        proposePublication(tx, documenter, { ...reasons, kind, publicReason: 'p' }, selection),
      );
  const decided = async (proposal: Promise<string>) => {
    const uid = await proposal;
    await approve(uid);
    return uid;
  };
  return {
    ...{ house, reviewer, passage, claim, accepted, words, approve },
    propose,
    async entity(kind, values) {
      const uid = await addEntity(db, documenter, kind, passage, {});
      await accepted(Object.entries(values).map(([name, value]) => claim(uid, name, value)));
      return uid;
    },
    withdraw: (uids) =>
      db
        .transaction()
        .execute((tx) => decideClaims(tx, reviewer, uids, 'withdrawn', 'It is wrong')),
    publish: (selection) => decided(propose(selection)),
    correct: (selection) => decided(propose(selection, 'correct')),
    takeBack: (subject, without) =>
      decided(
        db
          .transaction()
          .execute((tx) =>
            proposeRemoval(
              tx,
              documenter,
              { ...reasons, kind: 'remove', reasonClass: 'safety' },
              [{ subject, kind: 'person' }],
              without,
            ),
          ),
      ),
    [Symbol.asyncDispose]: () => house[Symbol.asyncDispose](),
  };
}
