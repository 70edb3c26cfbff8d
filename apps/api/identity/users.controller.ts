import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { User } from '#identity';
import { Access } from '../access/access.decorator.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { given } from '../http/given.ts';
import { ChangeUserBody, UserBody } from './identity.dto.ts';
import { People } from './identity.provider.ts';
import { done } from './result.ts';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(private readonly people: People) {}

  @Get()
  @Access('operator')
  @ApiOperation({ summary: 'All users of this server' })
  @ApiAnswer('Users.')
  list(): { readonly items: readonly User[] } {
    return { items: this.people.of.users.list() };
  }

  @Post()
  @Access('operator')
  @ApiOperation({ summary: 'Makes a user, who signs in by another provider or by a link for a password' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 409)
  create(@Body() { name, email, operator }: UserBody): User {
    return done(this.people.of.users.create({ name, email, ...given({ operator }) }));
  }

  @Patch(':user')
  @Access('operator')
  @ApiOperation({ summary: 'Changes a user; one who is disabled is out at once' })
  @ApiOkResponse({ description: 'Done.' })
  @ApiProblems(400, 404, 409)
  change(@Param('user') user: string, @Body() { name, operator, disabled }: ChangeUserBody): User {
    return done(this.people.of.users.change(user, given({ name, operator, disabled })));
  }

  @Post(':user/password-links')
  @Access('operator')
  @ApiOperation({ summary: 'The token of a link by which this user sets a password, good once, for a day' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(404)
  passwordLink(@Param('user') user: string): { readonly token: string; readonly expiresAt: string } {
    const { secret, expiresAt } = done(this.people.of.passwordLink(user));
    return { token: secret, expiresAt };
  }

  @Delete(':user')
  @Access('operator')
  @ApiOperation({ summary: 'Erases name and e-mail address for good; the opaque id stays in events' })
  @ApiOkResponse({ description: 'Done.' })
  @ApiProblems(404, 409)
  erase(@Param('user') user: string): User {
    return done(this.people.of.users.erase(user));
  }
}
