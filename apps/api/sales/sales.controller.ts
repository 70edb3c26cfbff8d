import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { CommandContext } from '#ledger';
import type { SalesDocument } from '#rebates';
import { Access } from '../access/access.decorator.ts';
import { type WriteAnswer, writeAnswer } from '../http/answers.ts';
import { Context } from '../http/command-context.ts';
import { ApiWrite } from '../http/documentation.ts';
import { plain } from '../http/given.ts';
import { ExecuteCommand } from '../ledger/ledger.module.ts';
import { SalesDocumentBody } from './sales.dto.ts';

@ApiTags('sales')
@Controller('partnerships/:partnership/sales')
export class SalesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Access({ partnership: ['commercial', 'finance'] })
  @ApiOperation({ summary: 'Records a document of sales, or a piece of one; sending it twice changes nothing' })
  @ApiWrite(404)
  async record(
    @Param('partnership') partnership: string,
    @Body() body: SalesDocumentBody,
    @Context() context: CommandContext,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteAnswer> {
    const document = plain(body) as SalesDocument;
    const command = { kind: 'RecordSales', partnership, document } as const;
    return writeAnswer(await this.commands.execute(new ExecuteCommand(command, context)), context, response);
  }
}
