import { parseRuleChoice, sealedNameJson, sealTyped, type SealOutcome } from '#letters/seal';
import { clearFields, isField, readFacts, valueOf, type SealingFacts } from './sealing-facts.ts';
import { showAnswer, showProblems } from './show-answer.ts';

const watched = new WeakSet<HTMLFormElement>();

/** Takes over the forms of the page by which a name can be withheld. */
export function watchForms(): void {
  // Elsewhere a browser gives no safe random numbers for it; the page goes on saying "on our server".
  if (!isSecureContext) return;
  for (const fieldset of document.querySelectorAll<HTMLFieldSetElement>('fieldset[data-seal]')) {
    const { form } = fieldset;
    if (form === null || watched.has(form)) continue;
    watched.add(form);
    watch(form, fieldset);
  }
}

function watch(form: HTMLFormElement, fieldset: HTMLFieldSetElement): void {
  const facts = readFacts(fieldset);
  let isSending = false;
  // Only while somebody who chose it sends the form to be encrypted on the server.
  let isOnServer = false;
  let last: Sent | undefined;
  const isSealed = () => valueOfRadio(form) === 'withheld' && !isOnServer;

  // Whoever sends the form, and however: the name is not in it.
  form.addEventListener('formdata', ({ formData }) => {
    if (isSealed()) for (const field of clearFields) formData.delete(field);
  });
  form.addEventListener('submit', (event) => {
    if (!isSealed()) return;
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    void send().finally(() => (isSending = false));
  });
  fieldset.querySelector('[data-send=server]')?.addEventListener('click', () => {
    isOnServer = true;
    form.requestSubmit();
    isOnServer = false;
  });
  form.addEventListener('change', () => forgetTyped(form, isSealed()));
  forgetTyped(form, isSealed());
  showWhen(fieldset, ['browser']);

  async function send(): Promise<void> {
    showWhen(fieldset, ['browser']);
    const said = JSON.stringify(clearFields.map((field) => valueOf(form, field)));
    const body = bodyOf(form);
    const whole = `${said} ${body.toString()}`;
    try {
      // Sent again because no answer came, it is the same name, and one signature.
      if (last?.whole !== whole) {
        const outcome = await seal(form, facts);
        if (!outcome.ok) {
          showProblems(form, outcome.problems, facts);
          return;
        }
        last = { whole, sealed: JSON.stringify(sealedNameJson(outcome.sealed)) };
      }
    } catch {
      showWhen(fieldset, ['browser', 'failed']);
      return;
    }
    body.set('sealed', last.sealed);
    const answer = await post(form, body);
    if (answer === undefined || !(await showAnswer(form, answer))) {
      showWhen(fieldset, ['browser', 'unsent']);
      return;
    }
    watchForms();
  }
}

/** What was sent last, and all that it was made of. */
interface Sent {
  readonly whole: string;
  readonly sealed: string;
}

function valueOfRadio(form: HTMLFormElement): string {
  const radios = form.elements.namedItem('appearance');
  return radios instanceof RadioNodeList ? radios.value : '';
}

/** Everything but the name. */
function bodyOf(form: HTMLFormElement): URLSearchParams {
  const body = new URLSearchParams();
  for (const [field, value] of new FormData(form)) {
    if (typeof value === 'string') body.append(field, value);
  }
  for (const field of clearFields) body.delete(field);
  return body;
}

function seal(form: HTMLFormElement, { panel }: SealingFacts): Promise<SealOutcome> {
  const value = (field: string) => valueOf(form, field);
  const choice = parseRuleChoice({
    least: value('least'),
    verification: value('verification'),
    notBefore: value('notBefore'),
    guild: value('guild'),
  });
  const name = {
    name: value('name'),
    credit: value('credit'),
    affiliation: value('affiliation'),
    country: value('country'),
  };
  return sealTyped(name, choice, panel, new Date().toISOString().slice(0, 10));
}

async function post(form: HTMLFormElement, body: URLSearchParams): Promise<Response | undefined> {
  try {
    return await fetch(form.getAttribute('action') ?? location.href, { method: 'POST', body });
  } catch {
    return undefined;
  }
}

// Browsers keep what was typed into forms on the disk: to offer it again, and to restore pages after a crash.
function forgetTyped(form: HTMLFormElement, isSealed: boolean): void {
  for (const field of clearFields) {
    const input = form.elements.namedItem(field);
    if (!isField(input)) continue;
    input.dataset['autocomplete'] ??= input.autocomplete;
    input.setAttribute('autocomplete', isSealed ? 'off' : input.dataset['autocomplete']);
  }
}

type Moment = 'browser' | 'failed' | 'unsent';

/** Shows what is true now of what the page says about encrypting; the rest is hidden. */
function showWhen(fieldset: HTMLFieldSetElement, moments: readonly Moment[]): void {
  const shown: readonly (string | undefined)[] = moments;
  for (const part of fieldset.querySelectorAll<HTMLElement>('[data-when]')) {
    part.hidden = !shown.includes(part.dataset['when']);
    if (!part.hidden && part.hasAttribute('tabindex')) part.focus();
  }
}
