import { onStopRequest } from '#platform/lifetime';
import { exitCodes } from './exit-codes.ts';
import { installation } from '../installation.ts';
import { run } from './run.ts';

// The composition root of the command line, and its only file that touches the process.

// Files made here must not be open to others, whatever the umask of whoever calls.
process.umask(0o077);
// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok.code);
  throw error;
});

const { env, stdout: out, stderr: err } = process;
const running = run(process.argv.slice(2), { env, out, err, installation });
const end = () => process.exit(exitCodes.interrupted.code);
const endWatch = onStopRequest(() => void running.interrupt().then(end, end), end);
process.exitCode = await running.ended;
endWatch();
