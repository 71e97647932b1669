import { parseSignedCheckpoint, type JsonValue, encodeBase64 } from '@countersign/proof';
