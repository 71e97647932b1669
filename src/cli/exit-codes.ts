/** How a command can end. Closed, and never renumbered: scripts depend on it. */
export const exitCodes = {
  ok: { code: 0, meaning: 'Done.' },
  bug: { code: 1, meaning: 'A fault of the program. Please report what it printed.' },
  usage: { code: 2, meaning: 'The command was not understood: see --help.' },
  refused: { code: 3, meaning: 'Refused, with the reason; nothing was changed.' },
  missing: { code: 4, meaning: 'What was asked for is not there, or nothing is running.' },
  partly: { code: 5, meaning: 'Partly done: some of several things were refused or not read.' },
  differs: { code: 6, meaning: 'A check found a difference.' },
  unavailable: {
    code: 7,
    meaning: 'Cannot work here: settings, data folder or database. Says what to mend.',
  },
  unidentified: {
    code: 8,
    meaning: 'Verified, with keys that the file names itself: whose they are is not established.',
  },
  disproven: { code: 9, meaning: 'Verified and refused: not what it claims to be, or damaged.' },
  unreadable: { code: 10, meaning: 'What was to be verified could not be read or fetched.' },
  interrupted: { code: 130, meaning: 'Stopped by Ctrl-C or a signal.' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

export type ExitName = keyof typeof exitCodes;
