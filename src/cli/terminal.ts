import type { Writable } from 'node:stream';
import { once } from 'node:events';
import type { Problem } from '#platform/errors';
import { sentenceOf } from './sentences.ts';

export interface TerminalStreams {
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
}

/**
 * What a command says. With `json`, standard output carries JSON and nothing else, one value a line;
 * without, plain lines. Everything meant for a person's eyes only goes to standard error.
 */
export interface Terminal {
  readonly json: boolean;
  /** A line for people; silent with `json`. */
  readonly line: (text: string) => void;
  /** A value for programs; silent without `json`. */
  readonly value: (value: unknown) => void;
  /** Bytes of an export, whichever the form. Waits while the reader is slow. */
  readonly raw: (text: string) => Promise<void>;
  /** A word on standard error. */
  readonly note: (text: string) => void;
  readonly problems: (problems: readonly Problem[], about?: string) => void;
  /** Shows how far long work is. */
  readonly progress: (label: string) => Progress;
}

export interface Progress {
  at(done: number, total: number): void;
  end(): void;
}

export function createTerminal(streams: TerminalStreams, json: boolean): Terminal {
  const { out, err } = streams;
  return {
    json,
    line: (text) => void (json || out.write(`${text}\n`)),
    value: (value) => void (json && out.write(`${JSON.stringify(value)}\n`)),
    raw: async (text) => {
      if (!out.write(text)) await once(out, 'drain');
    },
    note: (text) => void err.write(`${text}\n`),
    problems: (problems, about) => {
      if (json) {
        const told = problems.map(({ code, field, params }) => ({ code, field, params }));
        out.write(
          `${JSON.stringify({ ...(about !== undefined && { file: about }), problems: told })}\n`,
        );
        return;
      }
      const before = about === undefined ? '' : `${about}: `;
      for (const problem of problems) err.write(`${before}${sentenceOf(problem)}\n`);
    },
    progress: (label) => (err.isTTY === true ? createBar(err, label) : createLines(err, label)),
  };
}

const barWidth = 30;

function createBar(err: Writable, label: string): Progress {
  let shown = '';
  return {
    at(done, total) {
      const share = total === 0 ? 1 : done / total;
      const full = Math.round(share * barWidth);
      const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
      const next = `${label} ${bar} ${Math.floor(share * 100)} %`;
      if (next !== shown) err.write(`\r\u001b[K${next}`);
      shown = next;
    },
    // Leaves the line clean for what the command says next.
    end: () => void (shown !== '' && err.write('\r\u001b[K')),
  };
}

// In a log, a line for each quarter says enough.
function createLines(err: Writable, label: string): Progress {
  let quarter = 0;
  return {
    at(done, total) {
      const reached = total === 0 ? 4 : Math.floor((done * 4) / total);
      if (reached <= quarter) return;
      quarter = reached;
      err.write(`${label}: ${quarter * 25} %\n`);
    },
    end: () => {},
  };
}
