import type { Tx } from '#platform/database';
import {
  codeAct,
  createEntities,
  decideClaims,
  decideResolution,
  property,
  writeClaims,
  type ClaimInput,
  type LinkInput,
} from '#record';
import type { Fact, FactDetails, SampleAct, SampleEntity } from './fact.ts';
import { acts } from './facts/acts.ts';
import { resolutions } from './facts/decisions.ts';
import { happenings } from './facts/events.ts';
import { people } from './facts/people.ts';
import { world } from './facts/world.ts';
import { found, type SampleEvidence, type SamplePassage } from './load-sources.ts';
import type { SampleTeam } from './load-team.ts';

export const entities: readonly SampleEntity[] = [...people, ...world, ...happenings];

/** What of the record other steps of the sample speak of. */
export interface SampleRecord {
  /** Uid of an entity by its key, acts included. */
  entity(key: string): string;
  /** Uid of the claim of a fact that has a key. */
  claim(key: string): string;
  input(entity: string, fact: Fact): Promise<ClaimInput>;
}

/** Codes the facts, has them reviewed by somebody else, and decides where reports disagree. */
export async function loadRecord(
  tx: Tx,
  team: SampleTeam,
  evidence: SampleEvidence,
): Promise<SampleRecord> {
  const coder = await createCoder(tx, team, evidence);
  const written: Written[] = [];
  for (const act of acts) written.push(...(await coder.act(act)));
  written.push(...(await coder.facts(entities.flatMap(({ key, facts }) => bound(key, facts)))));
  const reviewed = written.filter(({ fact }) => fact?.[3]?.proposed !== true);
  await decideClaims(
    tx,
    team.reviewer,
    reviewed.map(({ uid }) => uid),
    'accepted',
    '',
  );
  const claims = new Map(written.flatMap(({ fact, uid }) => keyed(fact?.[3], uid)));
  const record = {
    entity: coder.entity,
    claim: (key: string) => found(claims, key),
    input: coder.input,
  };
  for (const { entity, chosen, ...resolution } of resolutions) {
    await decideResolution(tx, team.reviewer, {
      ...resolution,
      entity: record.entity(entity),
      ...(chosen !== undefined && { chosenClaim: record.claim(chosen) }),
    });
  }
  return record;
}

interface Written {
  readonly uid: string;
  /** Absent for what the form of an act wrote. */
  readonly fact?: Fact;
}

interface BoundFact {
  readonly entity: string;
  readonly fact: Fact;
}

function bound(entity: string, facts: readonly Fact[] = []): BoundFact[] {
  return facts.map((fact) => ({ entity, fact }));
}

function keyed(details: FactDetails | undefined, uid: string): [string, string][] {
  return details?.key === undefined ? [] : [[details.key, uid]];
}

async function createCoder(tx: Tx, { documenter }: SampleTeam, evidence: SampleEvidence) {
  const created = await createEntities(
    tx,
    documenter,
    entities.map(({ kind }) => kind),
  );
  const uids = new Map(entities.map(({ key }, index) => [key, created[index]?.uid ?? '']));
  const entity = (key: string) => found(uids, key);
  const chain = (links: readonly string[] = []): LinkInput[] =>
    links.map((link) => toLink(link, entity, evidence));

  const input = async (about: string, [code, value, place, more = {}]: Fact) => {
    const passage = place === '' ? undefined : await evidence.passage(place);
    const { language, reason, certainty = 'likely', valid, measure } = more;
    const typed = value.startsWith('@') ? entity(value.slice(1)) : value;
    return {
      entity: about,
      property: code,
      value: typed,
      basis: basisOf(more, typed, passage),
      certainty,
      chain: chain(more.chain),
      ...(passage && { passage: passage.uid }),
      ...(reason !== undefined && { reason }),
      ...(valid !== undefined && { valid }),
      ...(isLinguistic(code) && { language: language ?? 'en' }),
      ...(measure && { measure: placed(measure, entity) }),
    } satisfies ClaimInput;
  };

  const facts = async (all: readonly BoundFact[]): Promise<Written[]> => {
    const inputs: ClaimInput[] = [];
    for (const { entity: key, fact } of all) inputs.push(await input(entity(key), fact));
    const claims = await writeClaims(tx, documenter, inputs, 'en');
    return claims.map(({ uid }, index) => ({ uid, ...factAt(all, index) }));
  };

  const act = async (sample: SampleAct): Promise<Written[]> => {
    const { uid: passage } = await evidence.passage(sample.place);
    const coded = await codeAct(
      tx,
      documenter,
      { ...formOf(sample, entity), passage, certainty: 'likely', chain: chain(sample.chain) },
      'en',
    );
    uids.set(sample.key, coded.act);
    const involvement = `${sample.key}/involvement`;
    uids.set(involvement, coded.involvements[0] ?? '');
    const more = [...bound(sample.key, sample.facts), ...bound(involvement, sample.involvement)];
    return [...coded.claims.map((uid) => ({ uid })), ...(await facts(more))];
  };
  return { entity, input, facts, act };
}

function factAt(all: readonly BoundFact[], index: number): Pick<Written, 'fact'> {
  const fact = all[index]?.fact;
  return fact === undefined ? {} : { fact };
}

function formOf(sample: SampleAct, entity: (key: string) => string) {
  const { actType, victims, perpetrators = [], event, date, at, statedReason } = sample;
  return {
    actType,
    victims: victims.map((key) => entity(key)),
    perpetrators: perpetrators.map((key) => ({ entity: entity(key), degree: carriedItOut })),
    ...(event !== undefined && { event: entity(event) }),
    ...(date !== undefined && { date }),
    ...(at !== undefined && { place: entity(at) }),
    ...(statedReason !== undefined && { statedReason }),
  };
}

const carriedItOut = '010100000000';

function toLink(
  link: string,
  entity: (key: string) => string,
  evidence: SampleEvidence,
): LinkInput {
  if (link.startsWith('@')) return { entity: entity(link.slice(1)), seen: false };
  if (!link.startsWith('#')) return { label: link, seen: false };
  const key = link.slice(1);
  return { source: evidence.source(key), seen: evidence.isSeen(key) };
}

function basisOf(
  { basis }: FactDetails,
  value: string,
  passage: SamplePassage | undefined,
): ClaimInput['basis'] {
  if (basis !== undefined) return basis;
  if (passage === undefined) return 'editorial';
  return passage.words === value ? 'quoted' : 'coded';
}

function isLinguistic(code: Fact[0]): boolean {
  const { valueType } = property(code);
  return valueType === 'name' || valueType === 'text';
}

function placed(
  measure: NonNullable<FactDetails['measure']>,
  entity: (key: string) => string,
): NonNullable<ClaimInput['measure']> {
  const { place, ...rest } = measure;
  return { ...rest, ...(place !== undefined && { place: entity(place.slice(1)) }) };
}
