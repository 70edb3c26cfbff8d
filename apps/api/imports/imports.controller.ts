import { Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { CommandContext, ImportSummary, Paged, RefusedLine } from '#ledger';
import { visibleTo } from '#identity';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { valueOf } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { ProblemError } from '../http/problem.ts';
import { PageQuery, pageOf } from '../http/query.dto.ts';
import { ImportSales } from './imports.commands.ts';
import { ImportQuery, senderOf, targetOf } from './imports.dto.ts';
import { GetImport, ListImports, ListRefusedLines } from './imports.queries.ts';

const MEDIA_TYPES = ['text/csv', 'application/gzip'];

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('signedIn')
  @ApiOperation({ summary: 'Lists imports with what they recorded and refused' })
  @ApiAnswer('A page of imports.')
  async list(@Query() page: PageQuery, @WhoAsks() { actor }: Asking): Promise<Paged<ImportSummary>> {
    return valueOf(await this.queries.execute(new ListImports({ ...pageOf(page), ...given({ by: visibleTo(actor)?.organisations }) })));
  }

  /** The body is not held: the ledger reads it at its own pace, and the sender waits. */
  @Post()
  @Access({ partnership: ['commercial', 'finance'] })
  @ApiOperation({ summary: 'Imports sales from CSV, plain or gzip; sending a file again changes nothing' })
  @ApiConsumes(...MEDIA_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ description: 'What was recorded, repeated, refused and not addressed.' })
  @ApiProblems(400, 404, 415, 422, 503)
  async import(
    @Query() query: ImportQuery,
    @WhoAsks() asking: Asking,
    @Context() context: CommandContext,
    @Req() request: Request,
  ): Promise<ImportSummary> {
    if (request.is(MEDIA_TYPES) === false || request.get('Content-Type') === undefined) {
      const refused = {
        code: 'MEDIA_TYPE_UNSUPPORTED',
        message: 'An import is a CSV file, plain or gzip.',
        place: 'Content-Type',
        wayOut: `Send it as ${MEDIA_TYPES.join(' or ')}.`,
      };
      throw new ProblemError(415, [refused]);
    }
    const { file, map, id } = query;
    const sent = {
      target: targetOf(query),
      ...senderOf(asking, query),
      file: file ?? 'upload.csv',
      source: request as AsyncIterable<Uint8Array>,
      ...given({ mapping: map, id }),
    };
    return valueOf(await this.commands.execute(new ImportSales(sent, context)));
  }

  @Get(':import')
  @Access('signedIn')
  @ApiOperation({ summary: 'One import, with what it has counted so far while it runs' })
  @ApiAnswer('The import.')
  async one(@Param('import') importId: string, @WhoAsks() { actor }: Asking): Promise<ImportSummary> {
    return valueOf(await this.queries.execute(new GetImport({ import: importId, ...given({ by: visibleTo(actor)?.organisations }) })));
  }

  @Get(':import/refused-lines')
  @Access('signedIn')
  @ApiOperation({ summary: 'The lines that an import refused, with column, value, reason and way out' })
  @ApiAnswer('A page of refused lines.')
  async refusedLines(
    @Param('import') importId: string,
    @Query() page: PageQuery,
    @WhoAsks() { actor }: Asking,
  ): Promise<Paged<RefusedLine>> {
    return valueOf(
      await this.queries.execute(
        new ListRefusedLines({ import: importId, ...pageOf(page), ...given({ by: visibleTo(actor)?.organisations }) }),
      ),
    );
  }
}
