import { Controller, Get, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { CommandContext, Party } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiProblems, ApiWrite } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { badRequest, ProblemError } from '../http/problem.ts';
import { EvidenceFileQuery, EvidenceQuery } from './disputes.dto.ts';
import { AddEvidence, AskEvidence } from './disputes.queries.ts';

const MEDIA_TYPE = 'application/octet-stream';

/** What the guard says of who acts; on an open server, what the address says. */
const actingIn = (request: Request, query: EvidenceQuery): { readonly party: Party; readonly person: string } => {
  const body = (request.body ?? {}) as { readonly party?: Party; readonly person?: string };
  const [party, person] = [body.party ?? query.party, body.person ?? query.person];
  if (party === undefined) throw badRequest('VALUE_MISSING', 'party', 'party is missing.', 'Give it: supplier or customer.');
  if (person === undefined) throw badRequest('VALUE_MISSING', 'person', 'person is missing.', 'Give who adds it.');
  return { party, person };
};

/** Files that show something. They are kept beside the history, which holds their hash. */
@ApiTags('disputes')
@Controller('partnerships/:partnership/disputes/:dispute/evidence')
export class EvidenceController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** The body is not held: it is hashed and written while it comes in. */
  @Post()
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Adds a file of at most 10 MiB as evidence' })
  @ApiConsumes(MEDIA_TYPE)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiWrite(404, 415)
  async add(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Query() query: EvidenceQuery,
    @Context() context: CommandContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    if (request.get('Content-Type') !== MEDIA_TYPE) {
      throw new ProblemError(415, [
        {
          code: 'MEDIA_TYPE_UNSUPPORTED',
          message: 'Evidence is sent as the bytes of its file.',
          place: 'Content-Type',
          wayOut: `Send it as ${MEDIA_TYPE}.`,
        },
      ]);
    }
    const evidence = {
      partnership,
      dispute,
      name: query.name,
      ...given({ text: query.text }),
      ...actingIn(request, query),
      source: request as AsyncIterable<Uint8Array>,
    };
    return writeAnswer(await this.commands.execute(new AddEvidence(evidence, context)), context, response);
  }

  /** Always as a download of no type: nothing in it is run or shown by a browser. */
  @Get(':sha256')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'The file of evidence, as it was sent' })
  @ApiAnswer('The file.')
  @ApiProblems(404)
  async file(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Param('sha256') sha256: string,
    @Query() { as }: EvidenceFileQuery,
  ): Promise<StreamableFile | { readonly name: string; readonly base64: string }> {
    const { name, bytes } = valueOf(await this.queries.execute(new AskEvidence({ partnership, dispute, sha256 })));
    if (as === 'json') return { name, base64: Buffer.from(bytes).toString('base64') };
    return new StreamableFile(bytes, { type: MEDIA_TYPE, disposition: `attachment; filename*=UTF-8''${encodeURIComponent(name)}` });
  }
}
