import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { attachPostgres } from '#platform/postgres';
import { load } from './load-generator.ts';
import { startServer } from './server-process.ts';
import { benchSigner, openBenchHouse, openBenchLetter } from './signed-letter.ts';

const connections = 16;
const seconds = 8;

/** Warm public pages beside nginx serving the same bytes, and what the whole house weighs idle. */
export async function benchPages(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-pages-'));
  const dataDir = path.join(folder, 'data');
  const server = await startServer(dataDir, 18_480);
  try {
    const { server: node, postgres } = server.memoryMb();
    console.log(
      `Idle: server ${node.toFixed(0)} MB, PostgreSQL ${postgres.toFixed(0)} MB, together ${(node + postgres).toFixed(0)} MB (target < 350 MB)`,
    );
    await besideNginx('Page', await richestPage(server.url), folder);
    await whileSigning(dataDir, async (letter) => {
      const page = new URL(`/en/letters/${letter}`, server.url);
      await besideNginx('Letter while 47 a second sign', page, folder);
      const list = new URL(`/en/letters/${letter}/signatures`, server.url);
      await besideNginx('Its list', list, folder);
    });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads one page by many connections, and then the same bytes from nginx. */
async function besideNginx(what: string, page: URL, folder: string): Promise<void> {
  const { bytes, headers } = await compressedAnswer(page);
  console.log(
    `${what} of ${bytes.length} bytes (brotli), ${connections} connections, ${seconds} s`,
  );
  const nginx = startNginx(folder, bytes, headers);
  try {
    await load(page, { connections, seconds: 2 });
    const ours = await load(page, { connections, seconds });
    console.log(
      `Countersign: ${Math.round(ours.requestsPerSecond)} requests/s, p99 ${ours.p99Ms.toFixed(1)} ms (target 10000)`,
    );
    if (nginx === undefined) {
      console.log('nginx is not on this machine: no reference.');
      return;
    }
    await load(nginx.url, { connections, seconds: 2 });
    const theirs = await load(nginx.url, { connections, seconds });
    const ratio = ours.requestsPerSecond / theirs.requestsPerSecond;
    console.log(
      `nginx: ${Math.round(theirs.requestsPerSecond)} requests/s, p99 ${theirs.p99Ms.toFixed(1)} ms; ours is ${ratio.toFixed(2)} of it (target 0.5)`,
    );
  } finally {
    await nginx?.stop();
  }
}

/** Has people sign a letter of a running instance, as many as in the greatest wave on record, while others read. */
async function whileSigning(
  dataDir: string,
  read: (letter: string) => Promise<void>,
): Promise<void> {
  const connection = await attachPostgres(dataDir);
  if (connection === undefined) throw new Error('expected a running database');
  const house = await openBenchHouse(connection);
  try {
    const letter = await openBenchLetter(house, { isHasty: true });
    let at = 0;
    const under = new Set<Promise<void>>();
    const arriving = setInterval(() => {
      at += 1;
      const work = letter
        .send(benchSigner(at))
        .then(async (link) => void (await letter.confirm(link)));
      under.add(work);
      void work.finally(() => under.delete(work));
    }, 1000 / 47);
    try {
      await after(3_000);
      await read(letter.uid);
    } finally {
      clearInterval(arriving);
      await Promise.all(under);
    }
    const { confirmed = 0 } = await letter.states();
    console.log(`Signed meanwhile: ${confirmed}`);
  } finally {
    await house.close();
  }
}

async function richestPage(base: URL): Promise<URL> {
  const list = await (await fetch(new URL('/en/events', base))).text();
  const address = /\/en\/events\/[0-9a-f-]{36}/.exec(list)?.[0];
  if (address === undefined) throw new Error('expected an event in the sample');
  return new URL(address, base);
}

interface Answer {
  readonly bytes: Buffer;
  readonly headers: readonly (readonly [string, string])[];
}

/** A page as most readers get it: who renews it gets it before it is packed, so it is asked for until it is. */
async function compressedAnswer(page: URL): Promise<Answer> {
  const patientMs = 10_000;
  const begun = performance.now();
  while (performance.now() - begun < patientMs) {
    const answer = ask(page);
    if (
      answer.headers.some(([name, value]) => /^content-encoding$/i.test(name) && value === 'br')
    ) {
      return answer;
    }
    await after(50);
  }
  throw new Error(`expected ${page.pathname} packed`);
}

/** With curl, because fetch unpacks what it gets, and the generator and nginx must move the packed bytes. */
function ask(page: URL): Answer {
  const { stdout } = spawnSync('curl', ['-s', '-i', '-H', 'Accept-Encoding: br', page.href]);
  const end = stdout.indexOf('\r\n\r\n');
  const [status = '', ...lines] = stdout
    .subarray(0, Math.max(end, 0))
    .toString('latin1')
    .split('\r\n');
  if (!status.includes(' 200 ')) throw new Error(`expected ${page.pathname}, got: ${status}`);
  const headers = lines.flatMap((line) => {
    const [, name, value] = /^([a-z-]+): (.*)$/i.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { bytes: stdout.subarray(end + 4), headers };
}

/** Those that it sets by itself. */
const ofNginx = /^(?:date|connection|keep-alive|content-length|content-type|server)$/i;

// The same bytes are the headers too: what guards a page is a good part of a small answer.
function addHeaders(headers: Answer['headers']): string {
  return headers
    .filter(([name]) => !ofNginx.test(name))
    .map(([name, value]) => `add_header ${name} "${value.replaceAll(/["\\]/g, '\\$&')}";`)
    .join('\n         ');
}

function startNginx(folder: string, bytes: Buffer, headers: Answer['headers']) {
  if (spawnSync('nginx', ['-v']).status !== 0) return undefined;
  const root = path.join(folder, 'nginx');
  mkdirSync(root, { recursive: true, mode: 0o755 });
  writeFileSync(path.join(root, 'page'), bytes);
  writeFileSync(
    path.join(root, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; daemon off; pid ${root}/pid; error_log stderr crit;
     events { worker_connections 256; }
     http { access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on;
       client_body_temp_path ${root}/a; proxy_temp_path ${root}/b; fastcgi_temp_path ${root}/c;
       uwsgi_temp_path ${root}/d; scgi_temp_path ${root}/e; open_file_cache max=10;
       server { listen 127.0.0.1:18481; root ${root}; default_type "text/html; charset=utf-8";
         etag off; if_modified_since off; ${addHeaders(headers)} } }`,
  );
  const child = spawn('nginx', ['-c', path.join(root, 'nginx.conf'), '-p', root], {
    stdio: 'inherit',
  });
  return {
    url: new URL('http://127.0.0.1:18481/page'),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
