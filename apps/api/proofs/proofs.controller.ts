import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Consistency, Ledger } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { badRequest } from '../http/problem.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { SizesQuery } from './log.dto.ts';

const numberIn = (place: string, text: string): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw badRequest('VALUE_NOT_ALLOWED', place, `${place} is not a whole number.`, 'Give a number of events, from 0.');
};

/** Proofs about the events of one partnership, to be checked offline. */
@ApiTags('proofs')
@Controller('partnerships/:partnership/proofs')
export class ProofsController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get('consistency')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'That the log of one size grew out of that of another' })
  @ApiAnswer('Both roots and the hashes of the proof, in base 64.')
  consistency(@Param('partnership') partnership: string, @Query() { from = '0', to }: SizesQuery): Consistency {
    const { proofs } = this.ledger;
    return valueOf(
      proofs.consistency(partnership, numberIn('from', from), to === undefined ? proofs.size(partnership) : numberIn('to', to)),
    );
  }

  @Get(':position')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'That one event stands in the log: a `.tlog-proof` file with the checkpoint that covers it' })
  @ApiOkResponse({ description: 'A proof file.', content: { 'text/plain': { schema: { type: 'string' } } } })
  @ApiProblems(400, 404, 422, 503)
  proof(@Param('partnership') partnership: string, @Param('position') position: string, @Res() response: Response): void {
    response.type('text/plain; charset=utf-8').send(valueOf(this.ledger.proofs.proofFile(partnership, numberIn('position', position))));
  }

  @Get(':position/entry')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'The event as the log covers it: the bytes to be checked with its proof' })
  @ApiOkResponse({ description: 'Canonical JSON.', content: { 'application/json': { schema: {} } } })
  @ApiProblems(400, 404, 422, 503)
  async entry(@Param('partnership') partnership: string, @Param('position') text: string, @Res() response: Response): Promise<void> {
    const position = numberIn('position', text);
    response.type('application/json; charset=utf-8').send(Buffer.from(valueOf(await this.ledger.proofs.entry(partnership, position))));
  }
}
