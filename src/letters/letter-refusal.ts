import { Refusal } from '#platform/errors';

/** Every reason for which letters refuse something. Each is the key of a sentence. */
export type LetterCode =
  | 'not-allowed'
  | 'not-found'
  | 'bad-characters'
  | 'letter-name-missing'
  | 'letter-language-unknown'
  /** Somebody else has saved since; params `by` and their `revision`. Nothing of what was typed is lost. */
  | 'letter-draft-changed'
  | 'letter-text-malformed'
  | 'letter-text-empty'
  | 'letter-text-too-long'
  /** The same words as the version before. */
  | 'letter-text-unchanged'
  | 'letter-note-missing'
  | 'letter-change-missing'
  | 'letter-version-open'
  | 'letter-version-decided'
  | 'letter-version-own'
  | 'letter-comment-missing'
  /** It is in the language of what it should translate. */
  | 'translation-same-language'
  /** One in this language waits for a decision. */
  | 'translation-open'
  | 'translation-decided'
  | 'translation-own'
  /** How it was made was not said. */
  | 'translation-how'
  | 'translation-made-by'
  | 'translation-reviewed-by'
  /** It is built otherwise than the text, and nothing says why. */
  | 'translation-structure'
  /** One author's text, or no version is approved. */
  | 'letter-not-signable'
  | 'letter-message-missing'
  /** Params `most`. */
  | 'chosen-too-many'
  /** Params `most`. */
  | 'sign-too-long'
  | 'sign-line-refused'
  | 'sign-name'
  | 'sign-address'
  | 'sign-country'
  | 'sign-appearance'
  | 'sign-consent'
  | 'show-consent'
  | 'sign-letter-unknown'
  | 'sign-closed'
  /** Too many forms of one network at once; nothing of it tells about anybody. */
  | 'sign-too-many'
  | 'sign-too-often'
  /** The database is away, and there is no room to keep the form until it is back: nothing was kept. */
  | 'sign-unkept'
  /** The database is away, without which a name cannot be sealed for organisations: nothing was kept. */
  | 'sign-unsealed'
  /** Params `message`. */
  | 'sign-paused'
  /** Of a rule of the fraud desk. */
  | 'guard-number'
  /** Params `host`. */
  | 'guard-host'
  /** A well-known name: an organiser says how they reached the person. */
  | 'aside-channel'
  /** Nothing is left of what was chosen. */
  | 'aside-nothing'
  /** So many need a second person; the proposal waits. */
  | 'aside-own'
  /** Decided on, undone or erased since. */
  | 'aside-decided'
  /** Never made, expired, or what it was for is gone: nothing tells which. */
  | 'signature-link'
  /** Nobody is invited before signing is open. */
  | 'invite-not-open'
  /** Params `line`, 0 where none is known. */
  | 'import-unreadable'
  /** Params `lines`. */
  | 'import-too-long'
  /** No column is called a name. */
  | 'import-no-columns'
  /** No line could be read. */
  | 'import-nobody'
  /** More are invited than one letter may; params `most`. */
  | 'invite-too-many'
  /** Written to a short while ago, or as often as one may. */
  | 'invite-rest'
  /** There is no address to write to, or they asked for no more mail. */
  | 'invite-no-mail'
  /** Never made, revoked, or what it was for is gone: nothing tells which. */
  | 'invitation-link'
  /** No name, no address, or the person's own. */
  | 'agent-malformed'
  /** Asked not to be written to about this letter. */
  | 'agent-uninvited'
  /** The person has signed: nobody signs for them any more. */
  | 'agent-signed'
  /** Never made, taken back, or what it was for is gone: nothing tells which. */
  | 'agent-link'
  /** The agent gave their own address for the person's. */
  | 'agent-address'
  /** The person's mailbox was sent too much today to tell them. */
  | 'agent-untold'
  /** No words, or too many; params `most`. */
  | 'mandate-words'
  /** No day, or one to come. */
  | 'mandate-day'
  | 'mandate-how'
  /** No words, or too many; params `most`. */
  | 'quote-words'
  /** What is not shown of anybody: an address, or signs that stand for none. */
  | 'quote-refused'
  | 'quote-language'
  | 'quote-consent'
  /** Readers do not see the signer's name. */
  | 'quote-unnamed'
  /** As many are shown as can be; params `most`. */
  | 'quote-too-many'
  /** No domain of an organisation: one of a provider of mailboxes, or of a registry. Params `domain`. */
  | 'domain-refused'
  /** Nothing of it was approved, so nothing can be published. */
  | 'letter-unapproved'
  /** Nothing was ticked. */
  | 'letter-anchor-missing'
  /** Readers do not see the claim, or not on that page. */
  | 'letter-anchor-private'
  /** No whole day, or no hour and minute. */
  | 'moment-malformed'
  /** The minute is not to come. */
  | 'embargo-past'
  /** It took effect, or was stopped. */
  | 'embargo-over'
  /** A publication that was decided on waits for its minute. */
  | 'embargo-waits'
  | 'campaign-past'
  | 'campaign-order'
  /** No moment of opening is said, and nothing is open. */
  | 'campaign-opening'
  /** It opened before. */
  | 'campaign-opened'
  | 'campaign-closed'
  /** What people sign has no author who decides alone. */
  | 'testimony-only'
  | 'testimony-who'
  /** The author has not permitted the newest version, or holds it back. */
  | 'testimony-not-permitted'
  /** The author holds it by their own link: nobody lets it go for them. */
  | 'testimony-authors-hold'
  /** Never made, or replaced: nothing tells which. */
  | 'testimony-link'
  /** Another version was approved since the page was opened. */
  | 'testimony-changed'
  | 'delivery-addressee'
  | 'delivery-by'
  | 'delivery-day'
  | 'delivery-future'
  | 'delivery-long'
  | 'delivery-source'
  /** Somebody else has written since. */
  | 'delivery-changed'
  | 'solidarity-private'
  /** Params `language`. */
  | 'update-words'
  | 'update-open'
  | 'update-decided'
  | 'update-own'
  /** Params `most`, in a week. */
  | 'update-too-many'
  | 'update-nobody'
  /** Signing has opened: people were shown who can open their names. */
  | 'withheld-too-late'
  /** No age recipient, or one that occurs twice; params `line`. */
  | 'withheld-recipient'
  /** Fewer than two organisations, more than nine, or more needed than there are. */
  | 'withheld-need'
  | 'withheld-until'
  /** Too many guilds, one twice, or one that is too long; params `most`, `longest`. */
  | 'withheld-guilds'
  /** Another panel was set since it was shown, or it is confirmed already. */
  | 'withheld-changed'
  /** Set by the same person. */
  | 'withheld-panel-own'
  /** Nothing was chosen to wait for, or nothing that is offered. */
  | 'withheld-rule'
  /** Not what our page makes in a browser. */
  | 'withheld-sealed'
  /** It came encrypted, and readable beside it. */
  | 'withheld-both'
  /** No opening of names is in this state (any more). */
  | 'withheld-round'
  /** Nobody is left whose name could be opened. */
  | 'withheld-nobody'
  /** A file of another request, or of an older one. */
  | 'withheld-opening'
  /** Brought in by the same person. */
  | 'withheld-own'
  /** No day, or none that can be promised. */
  | 'retention-day'
  /** Signers were promised an earlier day, or this one. */
  | 'retention-later'
  /** Another day waits for a decision. */
  | 'retention-open'
  | 'retention-decided'
  | 'retention-own'
  /** The day has passed until which signatures are kept. */
  | 'retention-over'
  /** Nobody can vouch for who asks: without a name, verified by more, or an agent signed. */
  | 'vouch-standing'
  /** Who would vouch is not on the list by name, in a class that is enough. */
  | 'vouch-class'
  /** Nobody's under this letter: never made, ended, or erased; nothing tells which. */
  | 'vouch-address'
  | 'vouch-own'
  | 'vouch-needless'
  /** They show something else than when they were looked at. */
  | 'vouch-changed'
  /** Params `most`. */
  | 'vouch-most'
  | 'sign-not-yet';

/** The expected refusals around letters. */
export class LetterRefusal extends Refusal<LetterCode> {
  override readonly name = 'LetterRefusal';
}
