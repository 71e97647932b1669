import { createContext } from 'react-router';
import type { Actor, SignInSettings } from '#accounts';
import type { FetchAddress } from '#evidence';
import type { LetterSealer, Pace, SignatureSpool, SigningTogether } from '#letters';
import type { TreeFiles } from '#log';
import type { BlobStore } from '#platform/blobs';
import type { Db } from '#platform/database';
import type { Jobs } from '#platform/jobs';
import type { Locale } from '#platform/languages';
import type { Mailer } from '#platform/mail';
import type { KeptForms } from './letters/kept-forms.ts';
import type { SealScript } from './seal/seal-script.ts';

/** This installation, as every page may show it. */
export interface Instance {
  /** Name of the organisation, for the masthead. */
  readonly name: string;
  /** Where readers reach it; the only origin that may post to it. */
  readonly publicUrl: string;
  /** Filled with a sample: says so on every page, for ever. */
  readonly demonstration: boolean;
}

/** One browser in which a person is signed in. */
export interface BrowserSession {
  readonly uid: string;
  /** How many factors were shown in it. */
  readonly factors: 1 | 2;
  /** Whether one was shown just now, as dangerous steps ask. */
  readonly confirmed: boolean;
}

/** What a page may know of the request it answers. */
export interface PageContext {
  readonly locale: Locale;
  /** Lets the inline scripts of this one answer run; base64url, fresh for every request. */
  readonly nonce: string;
  /** Always undefined on public pages: they are the same for everyone. */
  readonly actor: Actor | undefined;
  /** There exactly when there is an actor. */
  readonly session: BrowserSession | undefined;
  readonly instance: Instance;
  /** For the pages on which names can be withheld; undefined where it was not built. */
  readonly sealScript?: SealScript | undefined;
  /** For slowing down guesses, in memory only; undefined where it cannot be known. */
  readonly clientAddress: string | undefined;
  /** Shown on the error page, so that a reader's report leads to the line in the log. */
  readonly requestId: string;
  /** Writes a bug to the log. Refusals and missing pages do not belong there. */
  readonly report: (error: unknown) => void;
}

/** Set by the HTTP shell for every request; a loader reads it by `context.get(pageContext)`. */
export const pageContext = createContext<PageContext>();

/** The log of this instance as pages may use it. */
export interface LogForPages {
  /** Tiles, bundles and register files. */
  readonly files: TreeFiles;
  /** The key by which this instance countersigns the logs of others. */
  readonly countersignerKey: string;
}

/** The house as pages may use it: connections, the store of copies, settings of signing in. */
export interface House {
  readonly db: Db;
  /** Takes the reader role: sees the schema `published` and nothing else. */
  readonly readerDb: Db;
  readonly blobs: BlobStore;
  readonly fetchAddress: FetchAddress;
  readonly signIn: SignInSettings;
  readonly mailer: Mailer;
  readonly jobs: Jobs;
  /** Opens the secrets of letters. */
  readonly letterSealer: LetterSealer;
  /** Takes forms and confirmations of everybody who signs. */
  readonly signing: SigningTogether;
  /** Refuses a flood of forms; what is doubted short of one is set aside in silence. */
  readonly signingPace: Pace;
  /** Where forms wait while the database is away; and the forms as they were last shown. */
  readonly spool: SignatureSpool;
  readonly signForms: KeptForms;
  readonly log: LogForPages;
  /** Whether one person runs this instance and reviews their own work. */
  readonly singlePerson: boolean;
}

/** Set by the composition root; a loader reads it by `context.get(houseContext)`. */
export const houseContext = createContext<House>();
