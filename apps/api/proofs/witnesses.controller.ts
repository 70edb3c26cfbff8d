import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Contradiction, Ledger, LogKeys, WitnessStanding } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { badRequest } from '../http/problem.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { administered } from './administered.ts';
import { WitnessBody, WitnessQuery } from './log.dto.ts';
import { WITNESS_RULES, type WitnessRules } from './witness-schedule.ts';

const now = (): string => new Date().toISOString();
const sideOf = (asking: Asking): string =>
  administered(asking)?.[0] ?? (asking.actor.kind === 'signedIn' ? asking.actor.id : 'this machine');

/** Who cosigns a partnership's log, where they are handed checkpoints, and what they found. */
@ApiTags('proofs')
@Controller('partnerships/:partnership/log')
export class WitnessesController {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(WITNESS_RULES) private readonly rules: WitnessRules | null,
  ) {}

  @Get('witnesses')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'The witnesses of the log, where each is handed checkpoints, and what came of it last' })
  @ApiAnswer('All of them.')
  list(@Param('partnership') partnership: string): { readonly items: readonly WitnessStanding[] } {
    return { items: this.ledger.proofs.witnesses.list(partnership) };
  }

  @Post('witnesses')
  @Access({ partnership: ['administrator'] })
  @ApiOperation({
    summary:
      'Names a witness, whose cosignatures are then collected; with an address it is handed each newer checkpoint (c2sp.org/tlog-witness)',
  })
  @ApiCreatedResponse({ description: 'The keys of the log and of its witnesses.' })
  @ApiProblems(400, 404, 422, 503)
  add(@Param('partnership') partnership: string, @Body() { key, url }: WitnessBody, @WhoAsks() asking: Asking): LogKeys {
    const { checkpoints, witnesses } = this.ledger.proofs;
    const reason = url === undefined ? undefined : this.rules?.refusalOfUrl(url);
    if (reason !== undefined)
      throw badRequest(
        'WITNESS_URL_NOT_ALLOWED',
        'url',
        `A witness cannot have this address: ${reason}.`,
        'Give a public https address without a password, or have the operator allow its network (REBATE_WEBHOOK_NETWORKS).',
      );
    const named = valueOf(checkpoints.addWitness(partnership, key, sideOf(asking), now()));
    if (url !== undefined) valueOf(witnesses.handTo(partnership, key, url, now()));
    return named;
  }

  @Delete('witnesses')
  @Access({ partnership: ['administrator'] })
  @ApiOperation({ summary: 'Takes no more cosignatures of a witness of one’s own, and hands it nothing; those that were collected stay' })
  @ApiAnswer('The keys of the log and of its witnesses.')
  remove(@Param('partnership') partnership: string, @Query() { key }: WitnessQuery, @WhoAsks() asking: Asking): LogKeys {
    return valueOf(this.ledger.proofs.checkpoints.removeWitness(partnership, key, now(), administered(asking)));
  }

  @Get('contradictions')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'Where a witness saw another history than this one: both checkpoints, word for word' })
  @ApiAnswer('All of them, the first found first.')
  contradictions(@Param('partnership') partnership: string): { readonly items: readonly Contradiction[] } {
    return { items: this.ledger.proofs.witnesses.contradictions(partnership) };
  }
}
