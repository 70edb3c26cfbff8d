import { Controller, type MessageEvent, Param, Sse } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { Access } from '../access/access.decorator.ts';
import { ApiProblems } from '../http/documentation.ts';
import { LiveBalances } from './live-balances.ts';

@ApiTags('live')
@Controller('agreements/:agreement/live')
export class LiveController {
  constructor(private readonly live: LiveBalances) {}

  @Sse()
  @Access({ partnership: 'read' })
  @ApiOperation({ summary: 'The balance now and whenever it can have changed, as server-sent events `balance`, `problem`, `heartbeat`' })
  @ApiOkResponse({ description: 'A stream of events.', content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiProblems(404, 503)
  follow(@Param('agreement') agreement: string): Promise<Observable<MessageEvent>> {
    return this.live.follow(agreement);
  }
}
