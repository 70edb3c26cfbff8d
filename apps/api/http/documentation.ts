import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiCreatedResponse, ApiProperty, ApiPropertyOptional, ApiResponse } from '@nestjs/swagger';

export class RejectionDto {
  @ApiProperty({ example: 'AGREEMENT_UNKNOWN' }) code!: string;
  @ApiProperty() message!: string;
  @ApiProperty({ description: 'What to do.' }) wayOut!: string;
  @ApiPropertyOptional({ description: 'Where in what was sent.' }) place?: string;
  @ApiPropertyOptional() value?: string;
}

export class ProblemDto {
  @ApiProperty({ example: 'urn:rebate:problem:agreement-unknown' }) type!: string;
  @ApiProperty({ example: 'Not Found' }) title!: string;
  @ApiProperty({ example: 404 }) status!: number;
  @ApiProperty({ example: 'AGREEMENT_UNKNOWN' }) code!: string;
  @ApiProperty() detail!: string;
  @ApiPropertyOptional() place?: string;
  @ApiProperty() wayOut!: string;
  @ApiProperty({ type: [RejectionDto] }) rejections!: RejectionDto[];
}

class WarningDto {
  @ApiProperty({ example: 'BEST_OF_ALONE' }) code!: string;
  @ApiProperty() message!: string;
  @ApiProperty({ description: 'Where in the terms.' }) place!: string;
}

export class WriteAnswerDto {
  @ApiProperty({ description: 'Types of the events that were recorded; empty when nothing changed.', type: [String] }) events!: string[];
  @ApiProperty({ description: 'Read your own write: pass as atLeast. Also in the header Rebate-Token.' }) token!: string;
  @ApiProperty({ description: 'Of the stream: what If-Match is compared with.' }) revision!: number;
  @ApiPropertyOptional({ description: 'What is allowed in a proposal and probably not meant.', type: [WarningDto] })
  warnings?: WarningDto[];
}

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request has not the right shape.',
  401: 'Nobody is signed in, or no longer.',
  403: 'Who is signed in may not do this.',
  404: 'What is asked for does not exist.',
  409: 'It conflicts with what is recorded.',
  412: 'The agreement changed since it was read: If-Match names another revision.',
  413: 'The body is larger than 1 MiB.',
  422: 'The ledger refuses it; rejections say why and what to do.',
  429: 'Too many requests in a minute: Retry-After says how long to wait.',
  503: 'The store or a view cannot serve.',
};

/** The errors that a route answers with, as application/problem+json. */
export const ApiProblems = (...statuses: readonly number[]): MethodDecorator =>
  applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: MEANINGS[status] ?? 'An error.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
      }),
    ),
  );

export const ApiAnswer = (description: string, example?: unknown): MethodDecorator =>
  applyDecorators(
    ApiOkResponse({ description, content: { 'application/json': example === undefined ? { schema: {} } : { schema: {}, example } } }),
    ApiProblems(400, 404, 422, 503),
  );

/** What every write takes and answers. */
export const ApiWrite = (...more: readonly number[]): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A UUID; the same key with the same content is carried out once.' }),
    ApiHeader({ name: 'Correlation-Id', required: false, description: 'Kept with the events.' }),
    ApiCreatedResponse({
      description: 'Recorded.',
      type: WriteAnswerDto,
      headers: { 'Rebate-Token': { description: 'Pass as atLeast.', schema: { type: 'string' } } },
    }),
    ApiOkResponse({ description: 'Nothing changed: it was recorded before.', type: WriteAnswerDto }),
    ApiProblems(400, 409, 413, 422, 503, ...more),
  );

export const ApiIfMatch = (): MethodDecorator =>
  ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the agreement: refused with 412 when it changed since.' });
