/** The files of a bundle by their paths, wherever they lie: on a disk, in an archive, in memory, behind a page. */
export type BundleFiles = { readonly read: (path: string) => Uint8Array | undefined };

export type BundleFile = { readonly path: string; readonly bytes: Uint8Array };
