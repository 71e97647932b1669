import { connect, type Socket } from 'node:net';

export interface Load {
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/**
 * Asks one address again and again over keep-alive connections of plain sockets, and counts whole
 * answers. Both sides of a comparison are loaded by this one generator, so its own cost falls on both.
 */
export async function load(
  url: URL,
  options: { readonly connections: number; readonly seconds: number },
): Promise<Load> {
  const deadline = performance.now() + options.seconds * 1000;
  const times: number[] = [];
  const workers = Array.from({ length: options.connections }, () => askUntil(url, deadline, times));
  await Promise.all(workers);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return {
    requestsPerSecond: times.length / options.seconds,
    medianMs: at(0.5),
    p99Ms: at(0.99),
  };
}

async function askUntil(url: URL, deadline: number, times: number[]): Promise<void> {
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  const request = Buffer.from(
    `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAccept-Encoding: br\r\n\r\n`,
  );
  try {
    while (performance.now() < deadline) {
      const begun = performance.now();
      socket.write(request);
      await wholeAnswer(socket);
      times.push(performance.now() - begun);
    }
  } finally {
    socket.destroy();
  }
}

const lastChunk = Buffer.from('0\r\n\r\n');

function wholeAnswer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    let expected: number | undefined;
    let head = '';
    let isChunked = false;
    const onData = (chunk: Buffer) => {
      seen += chunk.length;
      if (expected === undefined) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!head.startsWith('HTTP/1.1 200')) return stop(new Error(head.slice(0, 60)));
        const length = /content-length: (\d+)/i.exec(head)?.[1];
        // Who renews a page gets it as it is made.
        isChunked = /transfer-encoding: chunked/i.test(head);
        if (length === undefined && !isChunked) return stop(new Error('no content-length'));
        expected = isChunked ? Infinity : end + 4 + Number(length);
      }
      if (isChunked && chunk.subarray(-5).equals(lastChunk)) return stop();
      if (seen >= expected) stop();
    };
    const stop = (error?: Error) => {
      socket.off('data', onData).off('error', stop);
      if (error === undefined) resolve();
      else reject(error);
    };
    socket.on('data', onData).on('error', stop);
  });
}
