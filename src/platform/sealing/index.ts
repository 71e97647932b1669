export {
  findMasterKey,
  KeyFileError,
  loadOrCreateMasterKey,
  placeMasterKey,
} from './master-key.ts';
export { createSealer, deriveKey, keyBytes, SealBroken, type Sealer } from './sealer.ts';
