/** The files of a bundle by their paths, wherever they lie: on a disk, in memory, behind a page. */
export type BundleFiles = { readonly read: (path: string) => Uint8Array | undefined };
