import type { Area } from './messages/catalogs.ts';

/**
 * What a route says of itself, as `export const handle: PageHandle = {…}`. Said by a layout, it
 * holds for every page in it.
 */
export interface PageHandle {
  /** The page runs scripts. Without it no script is sent and none would run. */
  readonly hydrate?: boolean;
  /**
   * Whether the page, by what its loader or its action gave, has one script of ours. Nothing is hydrated.
   */
  readonly ownScript?: (given: unknown) => boolean;
  /**
   * Latin letters come from the reader's own machine, so that the page is readable at 2G. Told on the
   * root element: said by a later style sheet, the web fonts would already be on their way.
   */
  readonly systemFonts?: boolean;
  /** Areas of messages the scripts need; `common` always comes along. */
  readonly messages?: readonly Area[];
  /** Keys the page listens to, for the list under `?` at the desk. */
  readonly shortcuts?: readonly Shortcut[];
}

export interface Shortcut {
  /** As printed on the keys: `j`, `Ctrl Enter`. */
  readonly keys: string;
  /** Key of a message. */
  readonly label: string;
  /** Area of that message; `desk` unless said. */
  readonly area?: Area;
}

/** Reads the `hydrate` of a handle, which React Router hands on untyped. */
export function isHydrated(handle: unknown): boolean {
  return isPageHandle(handle) && handle.hydrate === true;
}

/** Asks the `ownScript` of a handle. */
export function hasOwnScript(handle: unknown, given: unknown): boolean {
  return isPageHandle(handle) && handle.ownScript?.(given) === true;
}

/** Reads the `systemFonts` of a handle. */
export function usesSystemFonts(handle: unknown): boolean {
  return isPageHandle(handle) && handle.systemFonts === true;
}

/** The shortcuts of a handle. */
export function shortcutsOf(handle: unknown): readonly Shortcut[] {
  return isPageHandle(handle) ? (handle.shortcuts ?? []) : [];
}

/** Areas of messages that the scripts of these routes need. */
export function areasOf(handles: readonly unknown[]): readonly Area[] {
  const areas = handles.flatMap((handle) =>
    isPageHandle(handle) && handle.messages !== undefined ? handle.messages : [],
  );
  return [...new Set<Area>(['common', ...areas])];
}

function isPageHandle(handle: unknown): handle is PageHandle {
  return typeof handle === 'object' && handle !== null;
}
