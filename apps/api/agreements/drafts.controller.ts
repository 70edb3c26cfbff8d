import { Body, Controller, Delete, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext, DraftAnswer, DraftSummary, LedgerCommand, NoteAnswer, Paged } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { plain } from '../http/given.ts';
import { PageQuery, pageOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { DraftBody, DraftOfferBody, NoteBody } from './drafts.dto.ts';
import { AskDraft, AskDrafts, AskNotes } from './negotiation.queries.ts';

/** What an organisation keeps to itself: nobody else can ask for it. Who writes is who signs in. */
@ApiTags('drafts')
@Controller('organisations/:organisation')
export class DraftsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('drafts')
  @Access({ organisation: ['administrator', 'commercial', 'approver', 'finance'] })
  @ApiOperation({ summary: 'Drafts of the organisation that stand' })
  @ApiAnswer('A page of drafts, by name.')
  async drafts(@Param('organisation') organisation: string, @Query() query: PageQuery): Promise<Paged<DraftSummary>> {
    return valueOf(await this.queries.execute(new AskDrafts({ organisation, ...pageOf(query) })));
  }

  @Get('drafts/:draft')
  @Access({ organisation: ['administrator', 'commercial', 'approver', 'finance'] })
  @ApiOperation({ summary: 'A draft as it was saved last' })
  @ApiAnswer('The draft.')
  async draft(@Param('organisation') organisation: string, @Param('draft') draft: string): Promise<DraftAnswer> {
    return valueOf(await this.queries.execute(new AskDraft({ organisation, draft })));
  }

  @Put('drafts/:draft')
  @Access({ organisation: ['commercial'] })
  @ApiOperation({ summary: 'Saves a draft of terms, or of amendments; nothing in it is checked yet' })
  @ApiWrite()
  save(
    @Param('organisation') organisation: string,
    @Param('draft') draft: string,
    @Body() body: DraftBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'SaveDraft', organisation, draft, ...plain(body), person: context.actor }, context, response);
  }

  @Delete('drafts/:draft')
  @Access({ organisation: ['commercial'] })
  @ApiOperation({ summary: 'Gives a draft up; its history stays with the organisation' })
  @ApiWrite(404)
  discard(
    @Param('organisation') organisation: string,
    @Param('draft') draft: string,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'DiscardDraft', organisation, draft, person: context.actor }, context, response);
  }

  @Post('drafts/:draft/proposals')
  @Access({ organisation: ['commercial'] })
  @ApiOperation({ summary: 'Proposes what a draft holds, as a copy, for the side that the organisation is' })
  @ApiWrite(404)
  propose(
    @Param('organisation') organisation: string,
    @Param('draft') draft: string,
    @Body() body: DraftOfferBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'ProposeDraft', organisation, draft, ...plain(body), person: context.actor }, context, response);
  }

  @Get('agreements/:agreement/notes')
  @Access({ organisation: ['administrator', 'commercial', 'approver', 'finance'] })
  @ApiOperation({ summary: 'What the organisation noted for itself about an agreement' })
  @ApiAnswer('The notes, in the order of writing.')
  async notes(@Param('organisation') organisation: string, @Param('agreement') agreement: string): Promise<readonly NoteAnswer[]> {
    return valueOf(await this.queries.execute(new AskNotes({ organisation, agreement })));
  }

  @Post('agreements/:agreement/notes')
  @Access({ organisation: ['commercial', 'approver', 'finance'] })
  @ApiOperation({ summary: 'Notes something for the organisation itself' })
  @ApiWrite()
  note(
    @Param('organisation') organisation: string,
    @Param('agreement') agreement: string,
    @Body() body: NoteBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'AddNote', organisation, agreement, ...plain(body), person: context.actor }, context, response);
  }

  private async execute(command: LedgerCommand, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
