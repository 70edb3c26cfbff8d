import type { Answer, BundleRequest, LogKeys } from '#ledger';

/** What a ledger gives to be proved, from this machine's file or over HTTP. */
export type ProofSource = {
  /** The newest checkpoint with its cosignatures, as a signed note; signed now where the ledger lets whoever asks. */
  checkpoint(partnership: string): Promise<Answer<string>>;
  keys(partnership: string): Promise<Answer<LogKeys>>;
  /** A tile by its path; undefined where there is none. */
  tile(partnership: string, path: string): Promise<Uint8Array | undefined>;
  /** What is claimed with so many events: the text of claims.json. */
  claims(partnership: string, size: number): Promise<Answer<string>>;
  /** A bundle at the newest checkpoint as a tar archive, piece by piece. */
  bundle(request: BundleRequest): Promise<Answer<AsyncIterable<Uint8Array>>>;
};
