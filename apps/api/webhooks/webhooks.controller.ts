import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Attempt, Delivery, EndpointStanding, WithSecret } from '#webhooks';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { done, idOf } from '../identity/result.ts';
import { DeliveriesQuery, ReplayBody, WebhookBody } from './webhooks.dto.ts';
import { KeptWebhooks } from './webhooks.provider.ts';

type Listed<T> = { readonly items: readonly T[] };

/** Where an organisation is told what happens in its partnerships. */
@ApiTags('webhooks')
@Controller('organisations/:organisation/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: KeptWebhooks) {}

  @Get()
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'The organisation’s webhooks, without their secrets, and how they do' })
  @ApiAnswer('Webhooks.')
  list(@Param('organisation') organisation: string): Listed<EndpointStanding> {
    return { items: this.webhooks.of.list(organisation) };
  }

  @Post()
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Sets a webhook up; the secret that its messages are signed with is shown this once' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 409, 422)
  add(
    @Param('organisation') organisation: string,
    @Body() { url, kinds, partnerships }: WebhookBody,
    @WhoAsks() { actor }: Asking,
  ): WithSecret {
    return done(this.webhooks.of.add({ organisation, url, by: idOf(actor), ...given({ kinds, partnerships }) }));
  }

  @Delete(':hook')
  @HttpCode(204)
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Takes a webhook away, with what waits for it' })
  @ApiNoContentResponse({ description: 'Done.' })
  @ApiProblems(404)
  remove(@Param('organisation') organisation: string, @Param('hook') hook: string): void {
    done(this.webhooks.of.remove(organisation, hook));
  }

  @Post(':hook/secrets')
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Makes another secret; both hold for a day. Who asks for it vouches for the webhook from now on' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(404)
  rotate(@Param('organisation') organisation: string, @Param('hook') hook: string, @WhoAsks() { actor }: Asking): WithSecret {
    return done(this.webhooks.of.rotate(organisation, hook, idOf(actor)));
  }

  @Post(':hook/tests')
  @HttpCode(200)
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Sends a message of the kind test now, and says how it was answered' })
  @ApiOkResponse({ description: 'Sent, or why not.' })
  @ApiProblems(404)
  async test(@Param('organisation') organisation: string, @Param('hook') hook: string): Promise<Attempt> {
    return done(await this.webhooks.of.test(organisation, hook));
  }

  @Get(':hook/deliveries')
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'What was sent, what waits, and what was given up, the newest first' })
  @ApiAnswer('Deliveries.')
  deliveries(
    @Param('organisation') organisation: string,
    @Param('hook') hook: string,
    @Query() { status, cursor, limit }: DeliveriesQuery,
  ): Listed<Delivery> & { readonly nextCursor: string | null } {
    return done(this.webhooks.of.deliveries(organisation, hook, given({ status, cursor, limit })));
  }

  @Post(':hook/replays')
  @HttpCode(202)
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Tells a partnership again from a position, under the ids that the messages had' })
  @ApiAcceptedResponse({ description: 'It is told again, from now on.' })
  @ApiProblems(400, 404, 422)
  replay(@Param('organisation') organisation: string, @Param('hook') hook: string, @Body() body: ReplayBody): { readonly from: number } {
    done(this.webhooks.of.replay(organisation, hook, body));
    return { from: body.from };
  }
}
