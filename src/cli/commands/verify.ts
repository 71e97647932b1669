import type { Verdict } from '@countersign/dossier';
import { node } from '@countersign/proof/node';
import {
  createTranslator,
  isLocale,
  locales,
  type Catalog,
  type Locale,
} from '#platform/languages';
import {
  checkFiles,
  createPageMaker,
  readPolicy,
  readRoots,
  sortFiles,
  tellRoll,
  tellSignature,
  tellVerdict,
  type CheckedRoll,
  type CheckedSignature,
  type ToldVerdict,
} from '#publish';
import { choice } from '../arguments.ts';
import { CliRefusal, refuse } from '../cli-refusal.ts';
import type { Call, Command } from '../command.ts';
import type { ExitName } from '../exit-codes.ts';
import { gather, readGiven, type GatheredPage } from '../verify/gather.ts';
import { recountLetter } from '../verify/recount.ts';

const exits = {
  proven: 'ok',
  unidentified: 'unidentified',
  refused: 'disproven',
} as const satisfies Record<Verdict['outcome'], ExitName>;

export const verify: Command = {
  name: 'verify',
  summary:
    'Check a dossier, a proof with its document, a receipt, or a page of an instance; recount a letter.',
  arguments: 'FILE|FOLDER|URL [FILE…]',
  least: 1,
  most: 4,
  options: {
    policy: {
      value: 'FILE',
      meaning: 'Whom you trust (C2SP tlog-policy), not from the same place.',
    },
    roots: { value: 'PEM', meaning: 'Roots of the timestamp authorities you trust.' },
    save: { value: 'FOLDER', meaning: 'Keep what a letter was recounted from, to do it again.' },
    language: { value: 'LANGUAGE', meaning: 'en (unless given), fr or fa.' },
  },
  details: `Needs no instance, and for files no network. Ends with 0 when it is proven under your policy; with
8 when it agrees with the keys that it names itself, so that whose it is is not established; with 9
when it is refused, and the part at fault is named; with 10 when it could not be read or fetched.

By the address of a letter's page (or of a folder that --save made) its signatures are recounted too:
each is in the log, on a text of this letter, in the class that it counts in, and none counts twice. Not
shown is that none was left out, which each signer finds out by their receipt, nor that every mailbox
is a person. A receipt that is named after it is looked for: it ends with 6 when that signature is not
counted. The worst of the results is the exit code.`,
  async run(call) {
    const { terminal } = call;
    try {
      return await run(call);
    } catch (error) {
      // What cannot be read has not been refused: a script must be able to tell the two apart.
      const isUnread = error instanceof CliRefusal && error.code.startsWith('file-');
      if (!isUnread) throw error;
      terminal.problems(error.problems);
      return 'unreadable';
    }
  },
};

async function run({ terminal, installation, ...typed }: Call): Promise<ExitName> {
  const locale = choice(typed.text('language'), 'language', locales) ?? 'en';
  const { files, ownPolicy, page, letter, beside = [] } = await gather(typed.arguments);
  const sorted = sortFiles(files);
  if (sorted.kit !== undefined && sorted.dossier === undefined) refuse('verify-kit');
  const policyText = await textOf(typed.text('policy'));
  const policy = policyOf(policyText);
  const pem = await textOf(typed.text('roots'));
  const trustedRoots = readRoots(pem ?? '');
  if (trustedRoots === 'broken') refuse('verify-roots');
  const words = installation.verdictWords()[locale];
  const telling = { terminal, locale: isLocale(locale) ? locale : 'en', words } as const;
  const checked = await checkFiles(sorted, {
    ...{ provider: node, policy, trustedRoots, nowMs: Date.now() },
    ownPolicy: policyOf(textIn(ownPolicy)),
    page: createPageMaker(node, installation.dossierWords()),
  });
  if (checked.state === 'needs-policy') refuse('verify-needs-policy');
  if (checked.state === 'nothing') refuse('verify-nothing');
  if (checked.state === 'signature') return tellReceipt(checked, telling);
  const { verdict } = checked;
  const used = policy ?? policyOf(textIn(ownPolicy));
  const isCounting = letter !== undefined && used !== undefined && verdict.outcome !== 'refused';
  const roll = isCounting
    ? await recountLetter(letter, {
        ...{ policy: used, isTrusted: policy !== undefined, folder: typed.text('save') },
        receipt: sortFiles(beside).receipt?.bytes,
      })
    : undefined;
  const shown = page && pageFinding(verdict, page);
  terminal.value({
    ...jsonOf(verdict),
    ...(shown !== undefined && { page: shown }),
    ...(roll && { count: { outcome: outcomeOf(roll), ...jsonOf(roll.verdict) } }),
  });
  const told = tellVerdict(verdict, telling.locale, words);
  const t = createTranslator(locale, words);
  if (page !== undefined && shown === 'other') {
    for (const key of ['page.other', 'page.other.means']) terminal.line(t(key));
    terminal.line('');
  }
  for (const line of linesOf(told)) terminal.line(plain(line));
  if (page !== undefined && shown === 'named') {
    terminal.line('');
    terminal.line(t('page.notCompared'));
  }
  if (verdict.outcome === 'refused' && verdict.code === 'zip-not-a-zip') return 'unreadable';
  const own = shown === 'other' ? 'disproven' : exits[verdict.outcome];
  return roll === undefined ? own : worse(own, tellCount(roll, telling));
}

/** Who is told, in which language. */
interface Telling {
  readonly terminal: Call['terminal'];
  readonly locale: Locale;
  readonly words: Catalog;
}

function tellCount(counted: CheckedRoll, { terminal, locale, words }: Telling): ExitName {
  terminal.line('');
  const said = tellRoll(counted, locale, words);
  for (const line of linesOf(said)) terminal.line(plain(line));
  const { verdict } = counted;
  if (!verdict.accepted && verdict.code === 'roll-missing') return 'unreadable';
  return verdict.accepted && verdict.holds === false ? 'differs' : exits[said.outcome];
}

function tellReceipt(signature: CheckedSignature, { terminal, locale, words }: Telling): ExitName {
  const said = tellSignature(signature, locale, words);
  terminal.value({ outcome: said.outcome, ...jsonOf(signature.verdict) });
  for (const line of linesOf(said)) terminal.line(plain(line));
  return exits[said.outcome];
}

const byGravity: readonly ExitName[] = ['ok', 'unidentified', 'differs', 'unreadable', 'disproven'];

function worse(one: ExitName, other: ExitName): ExitName {
  return byGravity.indexOf(one) > byGravity.indexOf(other) ? one : other;
}

function outcomeOf({ verdict, isTrusted }: CheckedRoll): Verdict['outcome'] {
  if (!verdict.accepted) return 'refused';
  return isTrusted ? 'proven' : 'unidentified';
}

function textIn(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('utf8');
}

/** Whether a page says that it shows the edition that was proven. Its words are not compared. */
function pageFinding(verdict: Verdict, { hashes }: GatheredPage): 'named' | 'other' | undefined {
  if (verdict.outcome === 'refused') return undefined;
  const hash = verdict.editions[0]?.hash;
  return hash !== undefined && hashes.has(hash) ? 'named' : 'other';
}

async function textOf(name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const { bytes } = await readGiven(name);
  return Buffer.from(bytes).toString('utf8');
}

function policyOf(text: string | undefined) {
  if (text === undefined) return undefined;
  const { policy, problem } = readPolicy(node, text);
  return policy ?? refuse('verify-policy', { said: problem?.message ?? 'it is empty' });
}

function linesOf({ headline, lead, sections, details, detailsTitle }: ToldVerdict): string[] {
  return [
    headline,
    ...lead,
    ...sections
      .filter(({ lines }) => lines.length > 0)
      .flatMap(({ title, lines }) => ['', title, ...lines.map((line) => `  – ${line}`)]),
    ...['', detailsTitle, ...details.map(({ label, value }) => `  ${label}: ${value}`)],
  ];
}

/** Without what would move a terminal's cursor or turn its text around: some of it strangers wrote. */
function plain(line: string): string {
  return line.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** The verdict as JSON: numbers that JSON cannot carry as decimal text, bytes as hexadecimal. */
function jsonOf(verdict: Verdict | CheckedSignature['verdict'] | CheckedRoll['verdict']): object {
  return JSON.parse(
    JSON.stringify(verdict, (_key, value: unknown) => {
      if (typeof value === 'bigint') return String(value);
      return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
    }),
  ) as object;
}
