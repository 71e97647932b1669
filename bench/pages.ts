import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from './load-generator.ts';
import { startServer } from './server-process.ts';

const connections = 16;
const seconds = 8;

/** A warm public page beside nginx serving the same bytes, and what the whole house weighs idle. */
export async function benchPages(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-pages-'));
  const server = await startServer(path.join(folder, 'data'), 18_480);
  try {
    const { server: node, postgres } = server.memoryMb();
    console.log(
      `Idle: server ${node.toFixed(0)} MB, PostgreSQL ${postgres.toFixed(0)} MB, together ${(node + postgres).toFixed(0)} MB (target < 350 MB)`,
    );
    const page = await richestPage(server.url);
    const bytes = await compressedBytes(page);
    console.log(`Page of ${bytes.length} bytes (brotli), ${connections} connections, ${seconds} s`);
    const nginx = startNginx(folder, bytes);
    await load(page, { connections, seconds: 2 });
    const ours = await load(page, { connections, seconds });
    console.log(
      `Countersign: ${Math.round(ours.requestsPerSecond)} requests/s, p99 ${ours.p99Ms.toFixed(1)} ms (target 10000)`,
    );
    if (nginx === undefined) {
      console.log('nginx is not on this machine: no reference.');
      return;
    }
    try {
      await load(nginx.url, { connections, seconds: 2 });
      const theirs = await load(nginx.url, { connections, seconds });
      const ratio = ours.requestsPerSecond / theirs.requestsPerSecond;
      console.log(
        `nginx: ${Math.round(theirs.requestsPerSecond)} requests/s, p99 ${theirs.p99Ms.toFixed(1)} ms; ours is ${ratio.toFixed(2)} of it (target 0.5)`,
      );
    } finally {
      nginx.stop();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function richestPage(base: URL): Promise<URL> {
  const list = await (await fetch(new URL('/en/events', base))).text();
  const address = /\/en\/events\/[0-9a-f-]{36}/.exec(list)?.[0];
  if (address === undefined) throw new Error('expected an event in the sample');
  return new URL(address, base);
}

async function compressedBytes(page: URL): Promise<Buffer> {
  await fetch(page);
  // fetch would unpack it; the generator and nginx must move the packed bytes.
  const { stdout } = spawnSync('curl', ['-s', '-H', 'Accept-Encoding: br', page.href]);
  return stdout;
}

function startNginx(folder: string, bytes: Buffer) {
  if (spawnSync('nginx', ['-v']).status !== 0) return undefined;
  const root = path.join(folder, 'nginx');
  mkdirSync(root, { mode: 0o755 });
  writeFileSync(path.join(root, 'page'), bytes);
  writeFileSync(
    path.join(root, 'nginx.conf'),
    `${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; daemon off; pid ${root}/pid; error_log stderr crit;
     events { worker_connections 256; }
     http { access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on;
       client_body_temp_path ${root}/a; proxy_temp_path ${root}/b; fastcgi_temp_path ${root}/c;
       uwsgi_temp_path ${root}/d; scgi_temp_path ${root}/e; open_file_cache max=10;
       server { listen 127.0.0.1:18481; root ${root}; default_type text/html;
         add_header Content-Encoding br; add_header ETag '"bench"'; } }`,
  );
  const child = spawn('nginx', ['-c', path.join(root, 'nginx.conf'), '-p', root], {
    stdio: 'inherit',
  });
  return { url: new URL('http://127.0.0.1:18481/page'), stop: () => child.kill('SIGTERM') };
}
