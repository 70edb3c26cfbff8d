import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { problemOfError } from './problem-of-error.ts';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = problemOfError(error);
    if (problem.status >= 500) {
      this.logger.error(
        `${request.method} ${request.path} ${problem.code}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
    if (response.headersSent) {
      response.end();
      return;
    }
    if (problem.status === 503) response.setHeader('Retry-After', '1');
    response.removeHeader('ETag');
    response.status(problem.status).setHeader('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify(problem));
  }
}
