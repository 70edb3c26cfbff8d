import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Member, type Membership, type Organisation, ROLES, identityRefusal, visibleTo } from '#identity';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { refusal } from '../http/problem.ts';
import { ChangeOrganisationBody, InvitationBody, OrganisationBody, StandingBody } from './identity.dto.ts';
import { People } from './identity.provider.ts';
import { done } from './result.ts';

@ApiTags('organisations')
@Controller('organisations')
export class OrganisationsController {
  constructor(private readonly people: People) {}

  @Get()
  @Access('signedIn')
  @ApiOperation({ summary: 'One’s own organisations; an operator sees all' })
  @ApiAnswer('Organisations.')
  list(@WhoAsks() { actor }: Asking): { readonly items: readonly Organisation[] } {
    const isOperator = actor.kind === 'signedIn' && actor.operator;
    return { items: this.people.of.organisations.list(isOperator ? undefined : visibleTo(actor)?.organisations) };
  }

  @Post()
  @Access('operator')
  @ApiOperation({ summary: 'Creates an organisation; its id is the party’s id in agreements' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 409, 422)
  create(@Body() { id, name, kinds }: OrganisationBody): Organisation {
    return done(this.people.of.organisations.create({ id, name, kinds }));
  }

  @Get(':organisation')
  @Access({ organisation: ROLES, orOperator: true })
  @ApiOperation({ summary: 'One organisation' })
  @ApiAnswer('The organisation.')
  one(@Param('organisation') organisation: string): Organisation {
    const found = this.people.of.organisations.find(organisation);
    if (found === undefined) throw refusal([identityRefusal('ORGANISATION_UNKNOWN', { organisation })]);
    return found;
  }

  @Put(':organisation')
  @Access('operator')
  @ApiOperation({ summary: 'Changes its name and kinds' })
  @ApiOkResponse({ description: 'Done.' })
  @ApiProblems(400, 404)
  change(@Param('organisation') id: string, @Body() { name, kinds }: ChangeOrganisationBody): Organisation {
    return done(this.people.of.organisations.change({ id, name, kinds }));
  }

  @Get(':organisation/members')
  @Access({ organisation: ROLES, orOperator: true })
  @ApiOperation({ summary: 'Who belongs to it, in which roles' })
  @ApiAnswer('Members.')
  members(@Param('organisation') organisation: string): { readonly items: readonly Member[] } {
    return { items: this.people.of.members.list(organisation) };
  }

  @Post(':organisation/invitations')
  @Access({ organisation: ['administrator'], orOperator: true })
  @ApiOperation({ summary: 'Invites somebody by e-mail: gives the token of a link that is good once, for a week' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 404, 422)
  invite(
    @Param('organisation') organisation: string,
    @Body() { email, roles, approvesUpTo }: InvitationBody,
  ): { readonly token: string; readonly expiresAt: string } {
    this.one(organisation);
    const { secret, expiresAt } = done(this.people.of.invite(organisation, email, { roles, approvesUpTo: approvesUpTo ?? null }));
    return { token: secret, expiresAt };
  }

  @Put(':organisation/members/:user')
  @Access({ organisation: ['administrator'], orOperator: true })
  @ApiOperation({ summary: 'Sets a member’s roles; works at once. An operator can so add a user, others invite' })
  @ApiOkResponse({ description: 'Done.' })
  @ApiProblems(400, 404, 409, 422)
  put(
    @Param('organisation') organisation: string,
    @Param('user') user: string,
    @Body() { roles, approvesUpTo }: StandingBody,
    @WhoAsks() { actor }: Asking,
  ): Membership {
    const { members } = this.people.of;
    const isOperator = actor.kind === 'signedIn' && actor.operator;
    // Adding a stranger by id would show their name and address: they must be invited, and accept.
    if (!isOperator && !members.list(organisation).some((one) => one.user.id === user))
      throw refusal([identityRefusal('USER_UNKNOWN', { user })]);
    return done(members.put(organisation, user, { roles, approvesUpTo: approvesUpTo ?? null }));
  }

  @Delete(':organisation/members/:user')
  @HttpCode(204)
  @Access({ organisation: ['administrator'], orOperator: true })
  @ApiOperation({ summary: 'Takes a member away, at once' })
  @ApiNoContentResponse({ description: 'Done.' })
  @ApiProblems(404, 409)
  remove(@Param('organisation') organisation: string, @Param('user') user: string): void {
    done(this.people.of.members.remove(organisation, user));
  }
}
