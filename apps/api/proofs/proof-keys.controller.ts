import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Ledger, LedgerKeys } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { LEDGER } from '../ledger/ledger.token.ts';

@ApiTags('proofs')
@Controller('proofs')
export class ProofKeysController {
  constructor(@Inject(LEDGER) private readonly ledger: Ledger) {}

  @Get('keys')
  @Access('public')
  @ApiOperation({ summary: 'The ledger’s public keys, now and before, under its own name' })
  @ApiAnswer('Verifier keys with the time in which they signed.')
  keys(): LedgerKeys {
    return this.ledger.proofs.ledgerKeys();
  }

  @Post('keys/rotations')
  @Access('operator')
  @ApiOperation({ summary: 'Signs with a new key from now on; the old one stays published' })
  @ApiCreatedResponse({ description: 'The keys.' })
  @ApiProblems(503)
  rotate(): LedgerKeys {
    return this.ledger.proofs.rotateKeys(new Date().toISOString());
  }
}
