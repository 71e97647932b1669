import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface Restarting {
  /** Ends what runs and starts it again, once, however often it is asked meanwhile. */
  again(): void;
  /** Ends what runs for good; asked again it is told again, for who will not wait. */
  stop(): void;
  /** Resolves when it was stopped and is gone. */
  readonly ended: Promise<void>;
}

export interface RestartingOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onMessage: (message: unknown) => void;
  /** Told when it ended though nobody asked it to. */
  readonly onFailure: (code: number | null) => void;
}

// Not SIGTERM: React Router starts a Vite of its own, which ends the whole process on it at once and
// leaves the database running.
const wish = 'SIGINT';

/** Runs a program that is started anew as often as asked. One runs at a time. */
export function restarting(options: RestartingOptions): Restarting {
  const { command, args, cwd, env, onMessage, onFailure } = options;
  let child: ChildProcess | undefined;
  let state: 'running' | 'restarting' | 'stopping' = 'running';
  const done = Promise.withResolvers<void>();

  async function start(): Promise<void> {
    // The channel is a lifeline too: if we are killed, the server sees it close and ends.
    const started = spawn(command, args, {
      cwd,
      env,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    child = started;
    started.on('message', onMessage);
    const [code] = (await once(started, 'exit')) as [number | null];
    child = undefined;
    if (state === 'stopping') return done.resolve();
    if (state === 'running') return onFailure(code);
    state = 'running';
    return start();
  }

  void start();
  return {
    again() {
      if (state !== 'running') return;
      if (child === undefined) {
        void start();
        return;
      }
      state = 'restarting';
      child.kill(wish);
    },
    stop() {
      state = 'stopping';
      if (child === undefined) done.resolve();
      else child.kill(wish);
    },
    ended: done.promise,
  };
}
