import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ReadingAnswer } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { valueOf } from '../http/answers.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { plain } from '../http/given.ts';
import { badRequest } from '../http/problem.ts';
import { TermsOrAmendmentsBody } from '../http/terms.dto.ts';
import { AskReading } from './negotiation.queries.ts';
import { NewReadingBody } from './versions.dto.ts';

/** Terms before anybody proposes them, read as a proposal would be. They are asked with a body, and record nothing. */
@ApiTags('negotiation')
@Controller('agreements')
export class ReadingsController {
  constructor(private readonly queries: QueryBus) {}

  @Post('readings')
  @Access('signedIn')
  @HttpCode(200)
  @ApiOperation({ summary: 'Reads terms of a new agreement: what they say in words, or all that is wrong with them; records nothing' })
  @ApiAnswer('The terms as plain sentences, and what is probably not meant.')
  @ApiProblems(400, 413, 422)
  async terms(@Body() body: NewReadingBody): Promise<ReadingAnswer> {
    return valueOf(await this.queries.execute(new AskReading(plain(body))));
  }

  @Post(':agreement/readings')
  @Access({ partnership: 'read' })
  @HttpCode(200)
  @ApiOperation({ summary: 'Reads amendments, or whole terms, of an agreement: in words, and what they would change; records nothing' })
  @ApiAnswer('The terms as plain sentences, and what changes against the version in force.')
  @ApiProblems(413)
  async of(@Param('agreement') agreement: string, @Body() body: TermsOrAmendmentsBody): Promise<ReadingAnswer> {
    const { terms, amendments } = plain(body);
    if ((terms === undefined) === (amendments === undefined))
      throw badRequest('VALUE_NOT_ALLOWED', 'terms', 'Either terms or amendments are read.', 'Give one of the two.');
    return valueOf(await this.queries.execute(new AskReading(amendments === undefined ? { agreement, terms } : { agreement, amendments })));
  }
}
