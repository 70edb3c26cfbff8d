import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiKey } from '#identity';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { KeyBody } from './identity.dto.ts';
import { People } from './identity.provider.ts';
import { done, idOf } from './result.ts';

type Listed = { readonly items: readonly ApiKey[] };
type Made = ApiKey & { readonly secret: string };

@ApiTags('keys')
@Controller('organisations/:organisation/keys')
export class KeysController {
  constructor(private readonly people: People) {}

  @Get()
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Keys of the organisation’s machines, without their secrets' })
  @ApiAnswer('Keys.')
  list(@Param('organisation') organisation: string): Listed {
    return { items: this.people.of.keys.list(organisation) };
  }

  @Post()
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Makes a key; its secret is shown this once' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 422)
  create(@Param('organisation') organisation: string, @Body() { name, roles, expiresAt }: KeyBody, @WhoAsks() { actor }: Asking): Made {
    return done(this.people.of.keys.create({ name, organisation, roles, expiresAt, createdBy: idOf(actor) }));
  }

  @Delete(':key')
  @Access({ organisation: ['administrator'] })
  @ApiOperation({ summary: 'Revokes a key, at once' })
  @ApiOkResponse({ description: 'Done.' })
  @ApiProblems(404)
  revoke(@Param('organisation') organisation: string, @Param('key') key: string): ApiKey {
    return done(this.people.of.keys.revoke(organisation, key));
  }
}
