import type { SigningFacts } from '#letters';
import type { ChosenText, LetterReading } from '#publish';

/** What the page of a form for signing is made of; its version carries the hash of the text. */
export interface SignPage {
  readonly signing: SigningFacts;
  readonly form: LetterReading['form'];
  readonly chosen: ChosenText;
  /** All that it can stand under. */
  readonly texts: readonly ChosenText[];
}

/** Which page it is. */
export interface SignPageKey {
  readonly locale: string;
  /** Public id of the letter. */
  readonly uid: string;
  /** Of the text, where the address names one. */
  readonly language: string | undefined;
}

/** Forms as they were last shown, for when the database cannot be asked. In memory, per process. */
export interface KeptForms {
  get(key: SignPageKey): SignPage | undefined;
  put(key: SignPageKey, page: SignPage): void;
  /** Of the page of this letter that was shown last. */
  signingOf(uid: string): SigningFacts | undefined;
  /** What was published since may have closed a letter, or taken it back. */
  clear(): void;
}

/** @param mostCharacters bound of all that is kept, as JSON; what was shown longest ago leaves first. */
export function createKeptForms(mostCharacters = 8 * 1024 * 1024): KeptForms {
  const kept = new Map<string, { readonly uid: string; page: SignPage; readonly size: number }>();
  const nameOf = ({ locale, uid, language = '' }: SignPageKey) => `${locale} ${uid} ${language}`;
  let characters = 0;
  const drop = (name: string) => {
    characters -= kept.get(name)?.size ?? 0;
    kept.delete(name);
  };
  return {
    get: (key) => kept.get(nameOf(key))?.page,
    put(key, page) {
      const name = nameOf(key);
      const size = JSON.stringify(page).length;
      drop(name);
      kept.set(name, { uid: key.uid, page, size });
      characters += size;
      for (const oldest of kept.keys()) {
        if (characters <= mostCharacters) break;
        drop(oldest);
      }
    },
    signingOf: (uid) => [...kept.values()].findLast((one) => one.uid === uid)?.page.signing,
    clear() {
      kept.clear();
      characters = 0;
    },
  };
}
