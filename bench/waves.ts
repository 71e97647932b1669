import { setTimeout as after } from 'node:timers/promises';
import type { ConnectionOptions } from '#platform/database';
import { watchMemory } from './memory.ts';
import {
  benchSigner,
  openBenchHouse,
  openBenchLetter,
  type BenchHouse,
  type BenchLetter,
} from './signed-letter.ts';

/** A wave as it was, or its beginning. */
interface Wave {
  readonly name: string;
  readonly perSecond: number;
  /** Forms of one hand in the midst of it, for a minute at most. */
  readonly attackPerSecond: number;
}

// Of public records: the petition for a second referendum of 2016, its best ten minutes and, beside them, the attack
// of 26 June, both at once; and that to revoke Article 50 of 2019, the mean of its largest day.
const waves: readonly Wave[] = [
  { name: '2016, 47/s and an attack of 10,675/min', perSecond: 47, attackPerSecond: 10_675 / 60 },
  { name: '2019, 1,544/min', perSecond: 1_544 / 60, attackPerSecond: 0 },
];

// As quick as a mail is read and its button pressed by a person in a hurry.
const confirmAfterMs = 4_000;

/**
 * Replays the two largest waves of signing on record: people come whether or not those before them were answered,
 * and confirm what was mailed to them. Tells what they wait for, and what the process holds.
 *
 * @param minutes of each wave; the first lasted ten.
 */
export async function benchWaves(connection: ConnectionOptions, minutes: number): Promise<void> {
  const house = await openBenchHouse(connection);
  for (const wave of waves) await replay(house, wave, minutes);
  await house.close();
}

async function replay(house: BenchHouse, wave: Wave, minutes: number): Promise<void> {
  const letter = await openBenchLetter(house, { isHasty: false });
  const statements = house.statements();
  const memory = watchMemory();
  const waits: Waits = { forms: [], buttons: [] };
  const attackMinutes = Math.min(1, minutes / 2);
  const attackFrom = (minutes - attackMinutes) / 2;
  const people = arrive(wave.perSecond, minutes, (at) => sign(letter, waits, benchSigner(at)));
  const attack = after(attackFrom * 60_000).then(() =>
    arrive(wave.attackPerSecond, attackMinutes, (at) => {
      const signer = { at: 10_000_000 + at, host: 'attack.example', from: `10.0.0.${at % 250}` };
      return sign(letter, waits, signer);
    }),
  );
  const signed = (await people) + (await attack);
  const { confirmed = 0, aside = 0 } = await letter.states();
  const each = ((house.statements() - statements) / signed).toFixed(1);
  console.log(
    `Wave of ${wave.name}, ${minutes} min: ${signed} signings, ${confirmed} counted, ${aside} set aside, ${each} statements each; form ${figures(waits.forms)}, button ${figures(waits.buttons)}; memory by the minute ${memory().join(', ')} MB`,
  );
}

interface Waits {
  readonly forms: number[];
  readonly buttons: number[];
}

async function sign(
  letter: BenchLetter,
  waits: Waits,
  signer: Parameters<BenchLetter['send']>[0],
): Promise<void> {
  const link = await timed(waits.forms, () => letter.send(signer));
  await after(confirmAfterMs);
  await timed(waits.buttons, () => letter.confirm(link));
}

async function timed<Value>(waits: number[], work: () => Promise<Value>): Promise<Value> {
  const begun = performance.now();
  const value = await work();
  waits.push(performance.now() - begun);
  return value;
}

/** Begins work at a steady pace, whatever becomes of what was begun. @returns how much, once all is done. */
async function arrive(
  perSecond: number,
  minutes: number,
  work: (at: number) => Promise<void>,
): Promise<number> {
  const [begun, count] = [performance.now(), Math.round(perSecond * minutes * 60)];
  const under: Promise<void>[] = [];
  for (let at = 0; at < count; at += 1) {
    const dueMs = begun + (at * 1000) / perSecond - performance.now();
    if (dueMs > 0) await after(dueMs);
    under.push(work(at));
  }
  await Promise.all(under);
  return count;
}

function figures(waits: readonly number[]): string {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
