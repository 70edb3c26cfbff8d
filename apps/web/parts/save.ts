/** Gives a file to the person: made here and never sent, or as the server sent it. */
export const save = (name: string, type: string, content: string | Blob | readonly Uint8Array<ArrayBuffer>[]): void => {
  const url = URL.createObjectURL(
    content instanceof Blob ? content : new Blob(typeof content === 'string' ? [content] : [...content], { type }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the content once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
};
