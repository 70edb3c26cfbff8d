import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ApiKey } from '#identity';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { OperatorKeyBody } from './identity.dto.ts';
import { People } from './identity.provider.ts';
import { done, idOf } from './result.ts';

type Listed = { readonly items: readonly ApiKey[] };
type Made = ApiKey & { readonly secret: string };

@ApiTags('keys')
@Controller('keys')
export class OperatorKeysController {
  constructor(private readonly people: People) {}

  @Get()
  @Access('operator')
  @ApiOperation({ summary: 'Keys of the operator’s machines, without their secrets' })
  @ApiAnswer('Keys.')
  list(): Listed {
    return { items: this.people.of.keys.list(null) };
  }

  @Post()
  @Access('operator')
  @ApiOperation({ summary: 'Makes a key for a machine of the operator, such as one that reads the measurements' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 422)
  create(@Body() { name, expiresAt }: OperatorKeyBody, @WhoAsks() { actor }: Asking): Made {
    return done(this.people.of.keys.create({ name, organisation: null, roles: [], expiresAt, createdBy: idOf(actor) }));
  }

  @Delete(':key')
  @Access('operator')
  @ApiOperation({ summary: 'Revokes a key, at once' })
  @ApiOkResponse({ description: 'Done.' })
  @ApiProblems(404)
  revoke(@Param('key') key: string): ApiKey {
    return done(this.people.of.keys.revoke(null, key));
  }
}
