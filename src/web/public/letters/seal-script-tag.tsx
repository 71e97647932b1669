import type { SealScript } from '../../seal/seal-script.ts';

/** Loads the script that encrypts names in the browser; nothing where none can be withheld. */
export function SealScriptTag({ script }: { readonly script: SealScript | undefined }) {
  if (script === undefined) return null;
  const { path, integrity } = script;
  // A module for the sake of the one that Vite serves; both wait for the page.
  return (
    <script type="module" src={path} {...(integrity !== '' && { integrity })} crossOrigin="" />
  );
}

/** Whether a page was given the script; for its handle. */
export function hasSealScript(given: unknown): boolean {
  return (
    typeof given === 'object' && given !== null && 'script' in given && given.script !== undefined
  );
}
