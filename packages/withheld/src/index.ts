export { makeOpening, openNames, readOpening, type MadeOpening } from './opening.ts';
export {
  isRecipient,
  panelDigest,
  panelJson,
  panelLimits,
  readPanel,
  requirePanel,
  type Organisation,
  type Panel,
} from './panel.ts';
export {
  digestText,
  formatRequest,
  parseRequest,
  requestDigest,
  requestLimits,
  spokenDigest,
  type OpeningRequest,
} from './request.ts';
export { joinShares, openName, openShare, requireShare, sealName } from './seal-name.ts';
export {
  readSealedName,
  sealedNameJson,
  type SealedName,
  type WithheldName,
} from './sealed-name.ts';
export { makeShares, readShares, type MadeShares, type ReadShares } from './share-file.ts';
export { WithheldFault, type WithheldFaultCode } from './withheld-fault.ts';
