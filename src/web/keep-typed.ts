interface Typed {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Keeps what is typed into text areas while a page's scripts are still on their way. As React takes
 * a page over it writes the default of each text area over its value (`initTextarea`, react-dom
 * 19.3); inputs and choices it leaves alone.
 *
 * @returns puts back what was typed; to be called once, when the page is taken over.
 */
export function keepTyped(): () => void {
  const typed = new Map<HTMLTextAreaElement, Typed>();
  const keep = (area: HTMLTextAreaElement) => {
    typed.set(area, {
      value: area.value,
      start: area.selectionStart,
      end: area.selectionEnd,
    });
  };
  const onInput = ({ target }: Event) => {
    if (target instanceof HTMLTextAreaElement) keep(target);
  };
  for (const area of document.querySelectorAll('textarea')) {
    if (area.value !== area.defaultValue) keep(area);
  }
  document.addEventListener('input', onInput, true);
  return () => {
    document.removeEventListener('input', onInput, true);
    for (const [area, kept] of typed) {
      if (area.isConnected && area.value !== kept.value) putBack(area, kept);
    }
  };
}

/** As if it were typed now: a component that holds the words in its state learns of them too. */
function putBack(area: HTMLTextAreaElement, { value, start, end }: Typed): void {
  // Past the setter that React gave this one text area: what goes through it is no news to React.
  Reflect.set(HTMLTextAreaElement.prototype, 'value', value, area);
  area.dispatchEvent(new InputEvent('input', { bubbles: true }));
  if (document.activeElement === area) area.setSelectionRange(start, end);
}
