/**
 * Whether a key belongs to something the person is typing in, or to the browser. Single letters are
 * shortcuts of ours only when they do not.
 */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const { target } = event;
  return (
    target instanceof HTMLElement &&
    target.closest(
      'input:not([type="checkbox"], [type="radio"], [type="submit"]), textarea, select, dialog, [contenteditable], [role="combobox"], [role="listbox"]',
    ) !== null
  );
}
