import { Controller, Headers, type MessageEvent, Param, Query, Sse } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { parsePlace } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { ApiProblems } from '../http/documentation.ts';
import { badRequest } from '../http/problem.ts';
import { NoticesQuery } from './notices.dto.ts';
import { ToldNotices } from './told-notices.ts';

@ApiTags('live')
@Controller('partnerships/:partnership/notices')
export class NoticesController {
  constructor(private readonly told: ToldNotices) {}

  @Sse()
  @Access({ partnership: 'read', whole: true })
  @ApiOperation({
    summary: 'What happens in a partnership, as server-sent events `notice`, `problem`, `heartbeat`; goes on after the id it is given',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The id of the last event that was heard: a position.' })
  @ApiOkResponse({ description: 'A stream of events.', content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiProblems(400, 404, 422, 503)
  follow(
    @Param('partnership') partnership: string,
    @Query() { kinds, after }: NoticesQuery,
    @Headers('last-event-id') last?: string,
  ): Promise<Observable<MessageEvent>> {
    const text = last ?? after;
    const place = text === undefined ? undefined : parsePlace(text);
    if (text !== undefined && place === undefined)
      throw badRequest(
        'VALUE_NOT_ALLOWED',
        'Last-Event-ID',
        `${text} is no id of an event of this stream.`,
        'Give the id of the last event that was heard, or leave it out.',
      );
    return this.told.follow({ partnership, after: place, ...(kinds === undefined ? {} : { kinds: kinds.split(',') }) });
  }
}
