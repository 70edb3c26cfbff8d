import { Body, Controller, Get, Header, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { auditRefusal, parseTilePath } from '#audit';
import type { Ledger, LogKeys, Paged, SignedCheckpoint } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { refusal } from '../http/problem.ts';
import { PageQuery, pageOf } from '../http/query.dto.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { CosignaturesBody, RestartBody } from './log.dto.ts';

const OCTETS = 'application/octet-stream';
const TEXT = 'text/plain; charset=utf-8';
/** A tile never changes: a partial one has its width in its path. */
const FOR_EVER = 'private, max-age=31536000, immutable';
const SIGNS = ['administrator', 'commercial', 'approver', 'finance'] as const;

const now = (): string => new Date().toISOString();

/** The transparency log of one partnership, in the layout of c2sp.org/tlog-tiles. */
@ApiTags('proofs')
@Controller('partnerships/:partnership/log')
export class LogController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get('checkpoint')
  @Access({ partnership: 'read', whole: true })
  @Header('Cache-Control', 'private, no-cache')
  @ApiOperation({ summary: 'The newest signed checkpoint, with its cosignatures, as a signed note' })
  @ApiOkResponse({ description: 'A signed note.', content: { 'text/plain': { schema: { type: 'string' } } } })
  @ApiProblems(404, 503)
  checkpoint(@Param('partnership') partnership: string, @Res() response: Response): void {
    const { note } = valueOf(this.ledger.proofs.checkpoints.last(partnership));
    response.type(TEXT).send(note);
  }

  @Get('tile/*path')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'A tile of hashes (`tile/0/000`), or a bundle of entries (`tile/entries/000.p/5`)' })
  @ApiParam({ name: 'path', description: 'By c2sp.org/tlog-tiles.', example: '0/x001/x234/067' })
  @ApiOkResponse({ description: 'The bytes of the tile.', content: { [OCTETS]: { schema: { type: 'string', format: 'binary' } } } })
  @ApiProblems(404, 503)
  async tile(
    @Param('partnership') partnership: string,
    @Param('path') path: string | readonly string[],
    @Res() response: Response,
  ): Promise<void> {
    const name = `tile/${typeof path === 'string' ? path : path.join('/')}`;
    const tile = parseTilePath(name);
    const bytes = tile === undefined ? undefined : await this.ledger.proofs.tile(partnership, tile);
    if (bytes === undefined) throw refusal([auditRefusal('TILE_MISSING', { tile: name })]);
    response.type(OCTETS).setHeader('Cache-Control', FOR_EVER).send(Buffer.from(bytes));
  }

  @Get('keys')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'Who signs the log, now and before, and which witnesses cosign it' })
  @ApiAnswer('Verifier keys as a policy takes them.')
  keys(@Param('partnership') partnership: string): LogKeys {
    return valueOf(this.ledger.proofs.checkpoints.keys(partnership, now()));
  }

  @Get('checkpoints')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'Every checkpoint that was signed, newest first' })
  @ApiAnswer('A page of checkpoints.')
  checkpoints(@Param('partnership') partnership: string, @Query() page: PageQuery): Paged<SignedCheckpoint> {
    return valueOf(this.ledger.proofs.checkpoints.page(partnership, pageOf(page)));
  }

  @Post('checkpoints')
  @Access({ partnership: SIGNS })
  @ApiOperation({ summary: 'Signs a checkpoint now; a log that has not grown since is not signed again' })
  @ApiCreatedResponse({ description: 'The newest checkpoint.' })
  @ApiProblems(404, 409, 503)
  sign(@Param('partnership') partnership: string): SignedCheckpoint {
    return valueOf(this.ledger.proofs.checkpoints.sign(partnership, 'asked', now()));
  }

  @Post('cosignatures')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'Takes over the cosignatures of witnesses on a checkpoint' })
  @ApiCreatedResponse({ description: 'The checkpoint with its cosignatures.' })
  @ApiProblems(400, 404, 422, 503)
  cosign(@Param('partnership') partnership: string, @Body() { size, lines }: CosignaturesBody): SignedCheckpoint {
    return valueOf(this.ledger.proofs.checkpoints.cosign(partnership, size, lines));
  }

  @Post('restarts')
  @Access({ partnership: ['administrator'] })
  @ApiOperation({ summary: 'Begins a new log where the old one lost events that were signed; the evidence is kept' })
  @ApiCreatedResponse({ description: 'The first checkpoint of the new log.' })
  @ApiProblems(400, 404, 409, 503)
  restart(@Param('partnership') partnership: string, @Body() { reason }: RestartBody): SignedCheckpoint {
    return valueOf(this.ledger.proofs.checkpoints.restart(partnership, reason, now()));
  }
}
