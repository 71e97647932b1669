import type { SealProblem } from '#letters/seal';
import { clearFields, isField, valueOf, type SealingFacts } from './sealing-facts.ts';

/**
 * Shows the page that a form was answered with, in the place of the one it stands on. What was encrypted is
 * put back as it was typed, from this page and not from the answer: who has to correct something else does
 * not write their name again.
 *
 * @returns false when the answer is no page of ours: whether the form was taken is not known.
 */
export async function showAnswer(form: HTMLFormElement, answer: Response): Promise<boolean> {
  if (answer.ok && answer.redirected) {
    form.reset();
    location.replace(answer.url);
    return true;
  }
  const type = answer.headers.get('Content-Type') ?? '';
  if (!type.startsWith('text/html')) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [main, next] = [document.querySelector('main'), page.querySelector('main')];
  const again = page.forms.namedItem(form.id);
  if (main === null || next === null || (answer.status >= 500 && again === null)) return false;
  if (!answer.ok && again !== null) putBack(form, again);
  document.title = page.title;
  main.replaceWith(document.adoptNode(next));
  const problems = document.querySelector<HTMLElement>('.form-problems');
  if (problems === null) scrollTo(0, 0);
  else problems.focus();
  return true;
}

function putBack(from: HTMLFormElement, to: HTMLFormElement): void {
  for (const field of clearFields) {
    const input = to.elements.namedItem(field);
    if (isField(input)) input.value = valueOf(from, field);
  }
}

/** The list of what is wrong, above the form, as the server makes it (`FormProblems`). */
export function showProblems(
  form: HTMLFormElement,
  problems: readonly SealProblem[],
  { headings, words }: SealingFacts,
): void {
  const section = document.createElement('section');
  section.className = 'form-problems';
  section.tabIndex = -1;
  const heading = document.createElement('h2');
  heading.id = `${form.id}-problems`;
  heading.textContent = headings[problems.length - 1] ?? '';
  section.setAttribute('aria-labelledby', heading.id);
  const list = document.createElement('ul');
  list.append(...problems.map((problem) => lineOf(form, problem, words)));
  section.append(heading, list);
  form.querySelector('.form-problems')?.remove();
  form.prepend(section);
  section.focus();
}

function lineOf(
  form: HTMLFormElement,
  { field = '', code }: SealProblem,
  words: SealingFacts['words'],
): HTMLLIElement {
  const [line, link] = [document.createElement('li'), document.createElement('a')];
  link.href = `#${form.id}-${field}`;
  link.textContent = words[code] ?? '';
  line.append(link);
  return line;
}
