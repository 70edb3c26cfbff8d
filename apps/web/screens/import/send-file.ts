import type { ImportSummary } from '../../api/import-answers.ts';
import { ApiProblem, OFFLINE, type Problem } from '../../api/problem.ts';
import { get, pathOf } from '../../api/request.ts';
import { authorization } from '../../api/session.ts';

/** Whose lines they are: of one partnership, or of all customers of a supplier; sent by whom, and on an open server, seen by whom. */
export type Target = { readonly partnership?: string; readonly supplier?: string; readonly by?: string; readonly reporter?: string };
export type Sending = {
  readonly id: string;
  readonly target: Target;
  readonly file: Blob;
  readonly name: string;
  readonly isGzip: boolean;
  readonly map: string;
  readonly onBytes: (sent: number) => void;
  readonly signal: AbortSignal;
};

const problemIn = (text: string, status: number): Problem => {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {
      status,
      code: 'ANSWER_UNREADABLE',
      detail: `The server answered with ${status} and no reason.`,
      wayOut: 'Send the file again: lines that are recorded count once.',
    };
  }
};

/** Sends the file as it lies on the disk: the browser reads it while the server takes it. Only this old interface says how far it is. */
export const sendFile = async ({ id, target, file, name, isGzip, map, onBytes, signal }: Sending): Promise<ImportSummary> => {
  // Renews a sign-in that has run out, before the first byte is sent.
  await get('/auth/me');
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', pathOf('/imports', { ...target, id, file: name, map }));
    for (const [header, value] of Object.entries({ ...authorization(), 'Content-Type': isGzip ? 'application/gzip' : 'text/csv' }))
      request.setRequestHeader(header, value);
    request.upload.onprogress = ({ loaded }) => {
      onBytes(loaded);
    };
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as ImportSummary);
      else reject(new ApiProblem(problemIn(request.responseText, request.status)));
    };
    request.onerror = () => {
      reject(new ApiProblem({ ...OFFLINE, wayOut: 'Send the file again: lines that are recorded count once.' }));
    };
    request.onabort = () => {
      reject(
        new ApiProblem({
          status: 0,
          code: 'STOPPED',
          detail: 'The sending was stopped.',
          wayOut: 'What was recorded stays. Send the file again to go on: lines that are recorded count once.',
        }),
      );
    };
    signal.addEventListener('abort', () => {
      request.abort();
    });
    request.send(file);
  });
};
