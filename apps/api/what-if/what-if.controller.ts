import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CompareRequest } from '#ledger';
import type { CompareAnswer, DesignAnswer, TriedTerms } from '#rebates';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { given, plain } from '../http/given.ts';
import { badRequest } from '../http/problem.ts';
import { atOf } from '../http/query.dto.ts';
import { CompareBody, DesignBody, type TriedTermsBody } from './what-if.dto.ts';
import { CompareTerms, DesignTerms } from './what-if.queries.ts';

const EXAMPLE = {
  agreement: 'acme-buildco-2026',
  supplier: 'acme',
  customer: 'buildco',
  currency: 'EUR',
  on: '2026-12-31',
  through: '2026-12-31',
  knownAt: 41,
  rules: 1,
  forecast: null,
  sets: [
    { name: 'in force', earned: '13500.00', difference: '0.00', value: '650000', rate: '2.0769', differsFrom: null },
    { name: 'version 2', earned: '14000.00', difference: '500.00', value: '650000', rate: '2.1538', differsFrom: '2026-11-20' },
  ],
  programmes: [],
  curve: [{ on: '2026-12-31', earned: ['13500.00', '14000.00'], difference: ['0.00', '500.00'] }],
};

const triedOf = ({ name, terms, amendments }: TriedTermsBody, index: number): TriedTerms => {
  if (terms !== undefined && amendments === undefined) return { name, terms };
  if (amendments !== undefined && terms === undefined) return { name, amendments };
  throw badRequest(
    'VALUE_NOT_ALLOWED',
    `with[${index}]`,
    `with[${index}] has ${terms === undefined ? 'neither terms nor' : 'both terms and'} amendments.`,
    'Give either terms or amendments.',
  );
};

/** Questions that come with terms or goals: they are asked with a body, and record nothing. */
@ApiTags('what if')
@Controller('agreements/:agreement')
export class WhatIfController {
  constructor(private readonly queries: QueryBus) {}

  @Post('compare')
  @Access({ partnership: 'read' })
  @HttpCode(200)
  @ApiOperation({ summary: 'The same real sales, or a forecast, under the terms in force and under others; records nothing' })
  @ApiAnswer('What each set of terms earns, by programme and period, and how they differ.', EXAMPLE)
  @ApiProblems(413)
  async compare(@Param('agreement') agreement: string, @Body() body: CompareBody): Promise<CompareAnswer> {
    const { proposal, forecast, with: tried } = plain(body);
    const request: CompareRequest = { ...atOf(agreement, body), ...given({ proposal, forecast, with: tried?.map(triedOf) }) };
    return valueOf(await this.queries.execute(new CompareTerms(request)));
  }

  @Post('design')
  @Access({ partnership: 'read' })
  @HttpCode(200)
  @ApiOperation({
    summary: "Terms within bounds that meet both sides' goals on real sales: the trade-off, and no decision; records nothing",
    description: 'Where no day is given, figures are about the last day of the term, on the sales that are known.',
  })
  @ApiAnswer('Candidates that meet all goals, or the nearest ones and what they miss.')
  @ApiProblems(413)
  async design(@Param('agreement') agreement: string, @Body() body: DesignBody): Promise<DesignAnswer> {
    return valueOf(await this.queries.execute(new DesignTerms({ ...atOf(agreement, body), goals: plain(body).goals })));
  }
}
