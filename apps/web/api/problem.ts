/** Why something was refused, as the API says it (RFC 9457), or that it could not be asked at all. */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly wayOut: string;
  readonly place?: string;
  readonly rejections?: readonly { readonly code: string; readonly message: string; readonly wayOut: string; readonly place?: string }[];
};

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;

export const OFFLINE: Problem = {
  status: 0,
  code: 'OFFLINE',
  detail: 'The server cannot be reached.',
  wayOut: 'Check the connection; the page asks again by itself.',
};

export const problemOf = async (response: Response): Promise<ApiProblem> => {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return new ApiProblem(body);
  return new ApiProblem({
    status: response.status,
    code: 'ANSWER_UNREADABLE',
    detail: `The server answered with ${response.status} and no reason.`,
    wayOut: 'Try again; if it stays so, tell who runs the server.',
  });
};

/** A piece of the application that did not come, in the words of each browser: the server is away, or was renewed meanwhile. */
const NOT_FETCHED = /dynamically imported module|importing a module script|preload CSS/i;
const UNFETCHED: Problem = {
  status: 0,
  code: 'SCREEN_NOT_FETCHED',
  detail: 'This screen could not be fetched: the server is away, or was renewed since this page was loaded.',
  wayOut: 'Load the page again once the server can be reached.',
};

export const problemIn = (error: unknown): Problem => {
  if (error instanceof ApiProblem) return error.problem;
  if (error instanceof Error && NOT_FETCHED.test(error.message)) return UNFETCHED;
  return { ...OFFLINE, code: 'UNEXPECTED', detail: error instanceof Error ? error.message : String(error), wayOut: 'Load the page again.' };
};
