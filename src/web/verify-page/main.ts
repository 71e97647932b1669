import { askedBeyondNames } from './display-names.ts';
import type { PageChecker } from '@countersign/dossier';
import type { PolicyError } from '@countersign/proof';
import { noble } from '@countersign/proof/noble';
import { createTranslator, direction, isLocale, negotiateLocale } from '#platform/languages';
import {
  checkFiles,
  createPageMaker,
  html,
  readPolicy,
  readRoots,
  renderSubjects,
  sayMoment,
  sortFiles,
  tellSignature,
  tellVerdict,
  type Checked,
  type GivenFile,
} from '#publish';
import { catalogs, ownCatalogs } from './catalogs.ts';
import { circumstancesMarkup, frameMarkup, verdictMarkup } from './layout.ts';

// The whole of the verification page: opened from a disk, without a network, asked by nobody.

const maker = createPageMaker(noble, catalogs);
const page: PageChecker = {
  version: maker.version,
  render: (contents) => {
    const text = maker.render(contents);
    return askedBeyondNames() ? undefined : text;
  },
};
let locale = negotiateLocale(navigator.languages.join(','));
let files: readonly GivenFile[] = [];
let policyText = '';
let pemText = '';
/** Counts checks, so that a slow one cannot overwrite the result of a later one. */
let latest = 0;

const t = () => createTranslator(locale, ownCatalogs[locale]);

function tellBrokenPolicy({ fault, line }: PolicyError): string {
  const where = line === undefined ? 'none' : 'line';
  return t()('verify.policy.broken', { where, line: line ?? 0, what: t()(`policy.${fault}`) });
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is missing`);
  return found;
}

function draw(): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = direction(locale);
  document.title = t()('verify.title');
  element('page').innerHTML = frameMarkup(t(), policyText).html;
  for (const button of document.querySelectorAll<HTMLElement>('[data-locale]')) {
    button.addEventListener('click', () => {
      const chosen = button.dataset['locale'];
      if (isLocale(chosen)) locale = chosen;
      draw();
      document.querySelector<HTMLElement>(`[data-locale="${locale}"]`)?.focus();
      void check();
    });
  }
  listenForFiles('files', (given) => void take(given));
  listenForFiles('policy-file', (given) => void take(given));
  listenForFiles('roots-file', (given) => void take(given));
  const policy = element('policy');
  policy.addEventListener('input', () => {
    policyText = policy instanceof HTMLTextAreaElement ? policy.value : '';
    void check();
  });
}

function listenForFiles(id: string, taken: (given: FileList) => void): void {
  const input = element(id);
  input.addEventListener('change', () => {
    if (input instanceof HTMLInputElement && input.files !== null) taken(input.files);
  });
}

/** Takes files for what they are: what is checked replaces what was, whom one trusts stays. */
async function take(given: FileList): Promise<void> {
  const read = await Promise.all(
    Array.from(given, async (file) => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  const sorted = sortFiles(read);
  if (sorted.policyText !== undefined) policyText = sorted.policyText;
  if (sorted.pemText !== undefined) pemText = sorted.pemText;
  const checked = [
    sorted.dossier,
    sorted.kit,
    sorted.proof,
    sorted.document,
    sorted.receipt,
  ].filter((one) => one !== undefined);
  if (checked.length > 0) files = checked;
  draw();
  await check();
  document.getElementById('headline')?.focus();
}

async function check(): Promise<void> {
  const turn = (latest += 1);
  const sorted = sortFiles(files);
  const { policy, problem } = readPolicy(noble, policyText);
  const roots = readRoots(pemText);
  const problems = [
    ...(problem === undefined ? [] : [tellBrokenPolicy(problem)]),
    ...(roots === 'broken' ? [t()('verify.roots.broken')] : []),
  ];
  const name = files.map((file) => file.name).join(' + ');
  if (problems.length > 0) return showNotes(problems);
  if (files.length === 0) return showNotes([]);
  if (sorted.kit !== undefined && sorted.dossier === undefined) {
    return showNotes([t()('verify.kit')]);
  }
  showNotes([t()('verify.working', { name })]);
  // Lets the browser paint the line above before it is kept busy.
  await new Promise((resolve) => setTimeout(resolve));
  const begun = performance.now();
  const trustedRoots = roots === 'broken' ? undefined : roots;
  const nowMs = Date.now();
  const checked = await checkFiles(sorted, { provider: noble, page, policy, trustedRoots, nowMs });
  if (turn !== latest) return;
  show(checked, name, performance.now() - begun);
}

function showNotes(lines: readonly string[]): void {
  element('result').innerHTML = lines
    .map((line) => html`<p class="problem"><bdi>${line}</bdi></p>`.html)
    .join('');
  element('reading').innerHTML = '';
}

function show(checked: Checked, name: string, elapsedMs: number): void {
  if (checked.state === 'nothing') return showNotes([]);
  if (checked.state === 'needs-policy') return showNotes([t()('verify.needsPolicy')]);
  const result = element('result');
  const told =
    checked.state === 'signature'
      ? tellSignature(checked, locale, ownCatalogs[locale])
      : tellVerdict(checked.verdict, locale, ownCatalogs[locale]);
  const at = sayMoment(new Date(), locale);
  result.innerHTML = verdictMarkup(told, name).html + circumstancesMarkup(t(), at, policyText).html;
  result.dataset['elapsedMs'] = String(Math.round(elapsedMs));
  const reading = element('reading');
  reading.innerHTML = '';
  if (checked.state === 'signature' || checked.contents === undefined) return;
  const { verdict, contents } = checked;
  const note = verdict.outcome === 'proven' ? 'verify.read.note' : 'verify.read.unidentified';
  try {
    const subjects = renderSubjects(contents, catalogs, locale);
    reading.innerHTML =
      html`<h2>${t()('verify.read')}</h2>
        <p class="small muted">${t()(note)}</p>`.html + subjects;
  } catch {
    // Documents of another program's log need not be of the shape that can be read here.
  }
}

function listenForDrops(): void {
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    document.getElementById('drop')?.classList.add('over');
  });
  document.addEventListener('dragleave', () =>
    document.getElementById('drop')?.classList.remove('over'),
  );
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    document.getElementById('drop')?.classList.remove('over');
    const dropped = event.dataTransfer?.files;
    if (dropped !== undefined && dropped.length > 0) void take(dropped);
  });
}

draw();
listenForDrops();
