import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { tarOf } from '#audit';
import type { Bundle, Ledger } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiProblems } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { DaysQuery } from './log.dto.ts';

const TAR = 'application/x-tar';
const TAR_ANSWER = {
  description: 'A tar archive. Its last file has the sums of all others; what ends before it was not received whole.',
  content: { [TAR]: { schema: { type: 'string', format: 'binary' } } },
} as const;

/** Nothing is held but the file that is being sent. Where it fails midway the connection is cut, so that nobody takes a piece for the whole. */
const sendTar = async (response: Response, { name, files }: Bundle): Promise<void> => {
  response.type(TAR).setHeader('Content-Disposition', `attachment; filename="${name}.tar"`);
  try {
    await pipeline(Readable.from(tarOf(name, files), { objectMode: false }), response);
  } catch (error) {
    // Whoever asked went away.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
};

/** A history to take away: events, proofs, and what is claimed of them, for `rebate verify`. */
@ApiTags('proofs')
@Controller()
export class BundleController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get('partnerships/:partnership/bundle')
  @Access({ partnership: 'read', whole: true })
  @Header('Cache-Control', 'private, no-cache')
  @ApiOperation({
    summary:
      'The whole history up to the newest signed checkpoint, with every figure that is claimed, as one file; the same checkpoint gives the same bytes',
  })
  @ApiOkResponse(TAR_ANSWER)
  @ApiProblems(404, 422, 503)
  async whole(@Param('partnership') partnership: string, @Res() response: Response): Promise<void> {
    await sendTar(response, valueOf(await this.ledger.audits.bundle({ partnership })));
  }

  @Get('agreements/:agreement/bundle')
  @Access({ partnership: 'read' })
  @Header('Cache-Control', 'private, no-cache')
  @ApiOperation({
    summary:
      'The events of one agreement and the sales that count in it, each with its proof, as one file. Nothing shows that they are all, so no figure is claimed',
  })
  @ApiOkResponse(TAR_ANSWER)
  @ApiProblems(400, 404, 422, 503)
  async part(@Param('agreement') agreement: string, @Query() { from, to }: DaysQuery, @Res() response: Response): Promise<void> {
    await sendTar(response, valueOf(await this.ledger.audits.bundle({ agreement, ...given({ from, to }) })));
  }
}
