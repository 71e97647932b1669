export { createDurably, replaceDurably, syncFolder } from './node/durable-file.ts';
export { holdPath } from './node/hold-path.ts';
export {
  generateKeyText,
  KeyProblem,
  type KeyPair,
  loadOrCreateKey,
  parseKeyText,
  requirePrivate,
} from './node/key-file.ts';
export { countersignerServer, type CountersignerServerOptions } from './node/server.ts';
export { openState, readState, type CountersignerState } from './node/state-file.ts';
