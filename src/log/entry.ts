import { createHash, createHmac, randomBytes } from 'node:crypto';
