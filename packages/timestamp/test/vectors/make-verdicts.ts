import { writeFileSync } from 'node:fs';
import { cases, evidenceOf } from '../authority/cases.ts';

// Writes verdicts.json: a token for each case of the test authority, with what a verifier is given
// and must say. Keys are made anew, so every run changes every line. Run by hand:
// node packages/timestamp/test/vectors/make-verdicts.ts

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const vectors = [];
for (const one of cases) {
  const evidence = await evidenceOf(one);
  vectors.push({
    name: one.name,
    expected: one.expected,
    token: base64(evidence.token),
    message: base64(evidence.message),
    nonce: evidence.nonce === undefined ? null : String(evidence.nonce),
    trustedRoots: evidence.trustedRoots.map(base64),
    intermediates: (evidence.intermediates ?? []).map(base64),
    latestMs: evidence.latestMs ?? null,
    form: evidence.form,
  });
}
writeFileSync(new URL('verdicts.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
