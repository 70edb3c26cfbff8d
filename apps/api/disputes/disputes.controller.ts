import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext, DisputeAnswer, DisputeRequest, DisputeSummary, Paged } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, valueOf, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiAnswer, ApiWrite } from '../http/documentation.ts';
import { given, plain } from '../http/given.ts';
import { knownAtOf, pageOf } from '../http/query.dto.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import {
  AcceptanceBody,
  DisputeCommentBody,
  DisputeQuery,
  DisputesQuery,
  EndingBody,
  EscalationBody,
  OpenDisputeBody,
  ProposalBody,
} from './disputes.dto.ts';
import { AskDispute, AskDisputes } from './disputes.queries.ts';

type RequestOf<Kind extends DisputeRequest['kind']> = Extract<DisputeRequest, { kind: Kind }>;

/** Disagreements on named lines or figures, to the event that ends them. */
@ApiTags('disputes')
@Controller('partnerships/:partnership/disputes')
export class DisputesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'Lists disputes, in the order in which they were opened' })
  @ApiAnswer('A page of disputes.')
  async list(@Param('partnership') partnership: string, @Query() query: DisputesQuery): Promise<Paged<DisputeSummary>> {
    const { atLeast, onlyAgreement: agreement, open } = query;
    return valueOf(
      await this.queries.execute(
        new AskDisputes({ partnership, ...pageOf(query), openOnly: open === 'only', ...given({ atLeast, agreement }) }),
      ),
    );
  }

  @Post()
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Opens a dispute; its id is the Idempotency-Key, and the end of the stream that the answer’s token leads to' })
  @ApiWrite(404)
  async open(
    @Param('partnership') partnership: string,
    @Body() body: OpenDisputeBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer & { readonly dispute: string }> {
    const { knownAt, ...rest } = body;
    const asked = plain(rest) as Omit<RequestOf<'OpenDispute'>, 'kind' | 'partnership' | 'knownAt'>;
    const answer = await this.execute(
      { kind: 'OpenDispute', partnership, ...asked, ...given({ knownAt: knownAtOf(knownAt) }) },
      context,
      response,
    );
    return { ...answer, dispute: context.commandId };
  }

  @Get(':dispute')
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({ summary: 'A dispute: what both sides recorded, what each event did to the figure, and where the two histories part' })
  @ApiAnswer('The dispute.')
  async show(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Query() { knownAt, atLeast }: DisputeQuery,
  ): Promise<DisputeAnswer> {
    return valueOf(
      await this.queries.execute(new AskDispute({ partnership, dispute, ...given({ knownAt: knownAtOf(knownAt), atLeast }) })),
    );
  }

  @Post(':dispute/comments')
  @Access({ partnership: ['finance', 'commercial', 'approver'], acts: true })
  @ApiOperation({ summary: 'Says something in a dispute, for both sides to read; with a figure, what one’s side holds' })
  @ApiWrite(404)
  comment(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Body() body: DisputeCommentBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'CommentDispute', partnership, dispute, ...plain(body) }, context, response);
  }

  @Post(':dispute/escalations')
  @Access({ partnership: ['finance', 'commercial', 'approver'], acts: true })
  @ApiOperation({ summary: 'Brings a dispute before somebody else' })
  @ApiWrite(404)
  escalate(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Body() body: EscalationBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'EscalateDispute', partnership, dispute, ...plain(body) }, context, response);
  }

  @Post(':dispute/proposals')
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Proposes how a dispute should end' })
  @ApiWrite(404)
  propose(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Body() body: ProposalBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute(
      {
        kind: 'ProposeOutcome',
        partnership,
        dispute,
        ...(plain(body) as Omit<RequestOf<'ProposeOutcome'>, 'kind' | 'partnership' | 'dispute'>),
      },
      context,
      response,
    );
  }

  @Post(':dispute/acceptance')
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({ summary: 'Accepts a proposal of the other side: the dispute ends, and its corrections are recorded' })
  @ApiWrite(404)
  accept(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Body() body: AcceptanceBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute({ kind: 'AcceptOutcome', partnership, dispute, ...plain(body) }, context, response);
  }

  @Post(':dispute/end')
  @Access({ partnership: ['finance', 'commercial'], acts: true })
  @ApiOperation({
    summary: 'Ends a dispute alone: by a correction or credit of one’s own record, by accepting the other side’s view, or with a reason',
  })
  @ApiWrite(404)
  end(
    @Param('partnership') partnership: string,
    @Param('dispute') dispute: string,
    @Body() body: EndingBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    return this.execute(
      { kind: 'EndDispute', partnership, dispute, ...(plain(body) as Omit<RequestOf<'EndDispute'>, 'kind' | 'partnership' | 'dispute'>) },
      context,
      response,
    );
  }

  private async execute(command: DisputeRequest, context: CommandContext, response: Response): Promise<WriteAnswer> {
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
