import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const web = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(web, file), 'utf8');

test('a style sheet that pages link by itself says the order of layers first', () => {
  const order = /^@layer [^;]+;/mu.exec(read('styles/index.css'))?.[0];
  const linked = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) =>
      Array.from(read(file).matchAll(/from '([^']+\.css)\?url/gu), ([, css = '']) =>
        path.join(path.dirname(file), css),
      ),
    );
  expect(linked).toContain('public/letter.css');
  for (const file of linked) expect(/^@layer [^;{]+;/mu.exec(read(file))?.[0]).toBe(order);
});
