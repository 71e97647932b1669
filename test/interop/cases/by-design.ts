import { commit, noteLimits, openingToJson, signatureTypes } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { type Case, inputsOf, utf8 } from './case.ts';
import { alpha, log, policy } from './own-log.ts';

// Where the two implementations differ and may: README.md has the same list in words. A difference
// that goes away fails too, so that neither list can grow old.

type Differs = Case['differs'];

const onlyTypescript = (why: string): Differs => ({ accepts: 'typescript', why });
const onlyPython = (why: string): Differs => ({ accepts: 'python', why });

function opening(): { readonly text: string; readonly commitment: Uint8Array } {
  const whole = commit(node, [{ name: 'a', value: 1, salt: node.sha256(utf8('a')) }]);
  return { text: JSON.stringify(openingToJson(whole)), commitment: whole.commitment };
}

/** Under this key one signature fits every message: it is the neutral point. */
function neutralKey(): string {
  const name = 'neutral.example';
  const material = Buffer.concat([Buffer.of(signatureTypes.ed25519, 1), Buffer.alloc(31)]);
  const id = Buffer.from(node.sha256(Buffer.concat([utf8(`${name}\n`), material]))).subarray(0, 4);
  return `${name}+${id.toString('hex')}+${material.toString('base64')}`;
}

export function casesByDesign(): Case[] {
  const { text, commitment } = opening();
  const twice = text.replace('"v":1', '"v":2,"v":1');
  const depth = 2000;
  const longText = `${log.key.name}\n7\n${'A'.repeat(43)}=\n${'x\n'.repeat(noteLimits.lines)}`;
  const rows: readonly (readonly [string, string, Record<string, string | Uint8Array>, Differs])[] =
    [
      [
        'a member twice in JSON',
        'opening',
        { opening: twice, commitment },
        onlyTypescript('JSON.parse keeps the last; I-JSON (RFC 7493 §2.3) has no such text'),
      ],
      [
        'JSON two thousand levels deep',
        'canonical-json',
        { json: `${'['.repeat(depth)}${']'.repeat(depth)}` },
        onlyTypescript('each goes as deep as its stack'),
      ],
      [
        'a policy whose last line does not end',
        'policy',
        { policy: policy.slice(0, -1) },
        onlyTypescript('people write policies, and editors leave the last line open'),
      ],
      [
        'a policy with a name that is not UTF-8',
        'policy',
        { policy: Buffer.from(`witness \u00ff ${alpha.vkey}\nquorum \u00ff\n`, 'latin1') },
        onlyPython('names are shown to people, as text'),
      ],
      [
        'a key that anybody can sign for',
        'vkey',
        { vkey: neutralKey() },
        onlyPython('RFC 8032 does not forbid keys of small order'),
      ],
      [
        'a note of more lines than anybody writes',
        'checkpoint',
        { policy, note: `${longText}\n${log.line(longText)}` },
        onlyPython('a limit of the implementation'),
      ],
    ];
  return rows.map(([name, kind, inputs, differs]) => ({
    ...{ name: `by design: ${name}`, kind, inputs: inputsOf(inputs), expect: 'agreed' as const },
    ...(differs === undefined ? {} : { differs }),
  }));
}
