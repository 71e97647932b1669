import { expect, test } from 'vitest';
import { proofAddress, tellsOfLog } from './log-addresses.ts';

test.each(['/en/log', '/fa/log', proofAddress('fr', '0a5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b')])(
  '%s tells of the log',
  (path) => expect(tellsOfLog(path)).toBe(true),
);

test.each(['/en', '/en/people', '/en/people/log', '/en/logs', '/log/proof/x'])(
  '%s does not',
  (path) => expect(tellsOfLog(path)).toBe(false),
);
