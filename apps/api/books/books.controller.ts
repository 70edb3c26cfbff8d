import { Body, Controller, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { AccountsAnswer, AccrualsAnswer, CommandContext, JournalAnswer, LedgerCommand } from '#ledger';
import { journalCsv } from '#rebates';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given, plain } from '../http/given.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { AccountsBody, BookBody, JournalQuery, OwnReasonBody, ReleaseBody } from './books.dto.ts';
import { AskAccounts, AskAccruals, AskJournal } from './books.queries.ts';

/** What an organisation keeps to itself: nobody else can ask for it, an auditor neither. Who acts is who signs in. */
@ApiTags('books')
@Controller('organisations/:organisation')
export class BooksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('accounts')
  @Access({ organisation: ['administrator', 'finance', 'approver'] })
  @ApiOperation({ summary: 'The accounts that the organisation posts to' })
  @ApiAnswer('The accounts as set last; what is left out is the default.')
  async accounts(@Param('organisation') organisation: string): Promise<AccountsAnswer> {
    return valueOf(await this.queries.execute(new AskAccounts({ organisation })));
  }

  @Put('accounts')
  @Access({ organisation: ['finance'] })
  @ApiOperation({ summary: 'Sets the accounts for bookings from now on' })
  @ApiWrite()
  setAccounts(
    @Param('organisation') organisation: string,
    @Body() body: AccountsBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'SetAccounts', organisation, accounts: plain(body) }, context, response);
  }

  @Get('agreements/:agreement/accruals')
  @Access({ organisation: ['administrator', 'finance', 'approver'] })
  @ApiOperation({ summary: 'The accrual account: opening, charged, used, released, closing of each period booked' })
  @ApiAnswer('The bookings in order, and releases.')
  async accruals(@Param('organisation') organisation: string, @Param('agreement') agreement: string): Promise<AccrualsAnswer> {
    return valueOf(await this.queries.execute(new AskAccruals({ organisation, agreement })));
  }

  @Post('agreements/:agreement/accruals')
  @Access({ organisation: ['finance'] })
  @ApiOperation({ summary: 'Books a period under the own policy' })
  @ApiWrite(404)
  book(
    @Param('organisation') organisation: string,
    @Param('agreement') agreement: string,
    @Body() body: BookBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'BookAccruals', organisation, agreement, ...plain(body), person: context.actor }, context, response);
  }

  @Post('agreements/:agreement/accruals/:booking/reversals')
  @Access({ organisation: ['finance'] })
  @ApiOperation({ summary: 'Undoes the last booking; its period can be booked again' })
  @ApiWrite(404)
  reverse(
    @Param('organisation') organisation: string,
    @Param('agreement') agreement: string,
    @Param('booking') booking: string,
    @Body() body: OwnReasonBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute(
      { kind: 'ReverseBooking', organisation, agreement, booking, ...plain(body), person: context.actor },
      context,
      response,
    );
  }

  @Post('agreements/:agreement/releases')
  @Access({ organisation: ['finance'] })
  @ApiOperation({ summary: 'Asks to release a part of what is accrued' })
  @ApiWrite(404)
  release(
    @Param('organisation') organisation: string,
    @Param('agreement') agreement: string,
    @Body() body: ReleaseBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'RequestRelease', organisation, agreement, ...plain(body), person: context.actor }, context, response);
  }

  @Post('agreements/:agreement/releases/:release/approvals')
  @Access({ organisation: ['finance', 'approver'] })
  @ApiOperation({ summary: 'Approves a release, as another person' })
  @ApiWrite(404)
  approve(
    @Param('organisation') organisation: string,
    @Param('agreement') agreement: string,
    @Param('release') release: string,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ApproveRelease', organisation, agreement, release, person: context.actor }, context, response);
  }

  @Post('agreements/:agreement/releases/:release/drops')
  @Access({ organisation: ['finance', 'approver'] })
  @ApiOperation({ summary: 'Refuses a release, or takes it back' })
  @ApiWrite(404)
  drop(
    @Param('organisation') organisation: string,
    @Param('agreement') agreement: string,
    @Param('release') release: string,
    @Body() body: OwnReasonBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute(
      { kind: 'DropRelease', organisation, agreement, release, ...plain(body), person: context.actor },
      context,
      response,
    );
  }

  @Get('agreements/:agreement/journal')
  @Access({ organisation: ['administrator', 'finance', 'approver'] })
  @ApiOperation({ summary: 'The journal of the periods booked: the same bookings give the same bytes' })
  @ApiAnswer('Balanced entries, as JSON or CSV.')
  async journal(
    @Param('organisation') organisation: string,
    @Param('agreement') agreement: string,
    @Query() query: JournalQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JournalAnswer | string> {
    const { from, to, format } = query;
    const journal = valueOf(await this.queries.execute(new AskJournal({ organisation, agreement, ...given({ from, to }) })));
    if (format !== 'csv') return journal;
    response.type('text/csv');
    return journalCsv(journal.entries, journal.currency);
  }

  private async execute(command: LedgerCommand, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
