import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../encoding/bytes.ts';
import { toHex } from '../encoding/hex.ts';

/** How a witness names a log where it shows its last checkpoint: `<monitoring prefix>/<origin hash>/checkpoint`. */
export const originHash = (origin: string): string => toHex(sha256(utf8(origin)));
