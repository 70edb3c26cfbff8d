import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Membership, identityRefusal } from '#identity';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { Attempt } from '../access/rate-limits.ts';
import { ApiProblems } from '../http/documentation.ts';
import { badRequest, refusal } from '../http/problem.ts';
import { AcceptBody, ChangePasswordBody, FirstAdministratorBody, PasswordBody, RefreshBody, SignInBody } from './identity.dto.ts';
import { People } from './identity.provider.ts';
import { type TokensAnswer, answerTokens, forgetRefreshToken, refreshTokenIn } from './refresh-cookie.ts';
import { done, idOf } from './result.ts';

const TOKENS = {
  description: 'An access token for some minutes, and the refresh token for the next ones.',
  content: {
    'application/json': { example: { accessToken: '…', tokenType: 'Bearer', expiresInSeconds: 600, refreshToken: '…', user: 'u-…' } },
  },
};

type Me = {
  readonly id: string;
  readonly is: 'person' | 'machine' | 'open';
  readonly name: string | null;
  readonly email: string | null;
  readonly operator: boolean;
  readonly memberships: readonly Membership[];
  readonly grants: readonly {
    readonly partnership: string;
    readonly agreement: string | null;
    readonly from: string;
    readonly to: string;
  }[];
};

/** Tokens are never kept by a browser or a proxy. */
const unkept = (response: Response): void => {
  response.setHeader('Cache-Control', 'no-store');
};

@ApiTags('sign-in')
@Controller('auth')
export class AuthController {
  constructor(private readonly people: People) {}

  @Post('sign-in')
  @HttpCode(200)
  @Attempt()
  @Access('public')
  @ApiOperation({ summary: 'Signs in with e-mail and password' })
  @ApiOkResponse(TOKENS)
  @ApiProblems(400, 401, 429)
  async signIn(@Body() { email, password, cookie }: SignInBody, @Res({ passthrough: true }) response: Response): Promise<TokensAnswer> {
    unkept(response);
    return answerTokens(done(await this.people.of.signIn(email, password)), cookie, response);
  }

  @Post('refresh')
  @HttpCode(200)
  @Access('public')
  @ApiOperation({ summary: 'Gives the next tokens for a refresh token, which is good once' })
  @ApiOkResponse(TOKENS)
  @ApiProblems(400, 401, 429)
  async refresh(
    @Body() { refreshToken }: RefreshBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokensAnswer> {
    unkept(response);
    const { token, asCookie } = refreshTokenIn(request, refreshToken);
    return answerTokens(done(await this.people.of.refresh(token)), asCookie, response);
  }

  @Post('sign-out')
  @HttpCode(204)
  @Access('signedIn')
  @ApiOperation({ summary: 'Ends this sign-in: its tokens are void at once' })
  @ApiNoContentResponse({ description: 'Done.' })
  signOut(@WhoAsks() { actor }: Asking, @Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    forgetRefreshToken(request, response);
    if (actor.kind === 'signedIn' && actor.session !== null) this.people.of.signOut(actor.session);
  }

  @Get('me')
  @Access('signedIn')
  @ApiOperation({ summary: 'Who is signed in, with roles and grants as they are now' })
  @ApiOkResponse({ description: 'Who asks.' })
  me(@WhoAsks() { actor }: Asking, @Res({ passthrough: true }) response: Response): Me {
    unkept(response);
    if (actor.kind !== 'signedIn')
      return { id: 'operator', is: 'open', name: null, email: null, operator: true, memberships: [], grants: [] };
    const { id, is, operator, memberships } = actor;
    const { name, email } = (is === 'person' ? this.people.of.users.find(id) : undefined) ?? { name: null, email: null };
    return {
      id,
      is,
      name,
      email,
      operator,
      memberships,
      grants: actor.grants.map(({ partnership, agreement, from, to }) => ({ partnership, agreement, from, to })),
    };
  }

  @Post('first-administrator')
  @Attempt()
  @Access('public')
  @ApiOperation({ summary: 'Makes the first administrator, by the link that the server printed' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 401, 409, 422, 429)
  async firstAdministrator(
    @Body() { token, cookie, ...who }: FirstAdministratorBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokensAnswer> {
    unkept(response);
    const { id } = done(await this.people.of.firstAdministrator(token, who));
    return answerTokens(await this.people.of.start(id), cookie, response);
  }

  @Post('invitation')
  @Attempt()
  @Access('public')
  @ApiOperation({ summary: 'Accepts an invitation: with name and password, or as who is signed in' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 401, 409, 422, 429)
  async accept(
    @Body() { token, name, password, cookie }: AcceptBody,
    @WhoAsks() { actor }: Asking,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokensAnswer | { readonly user: string }> {
    unkept(response);
    if (actor.kind === 'signedIn') {
      if (actor.is === 'machine') throw refusal([identityRefusal('LINK_INVALID')]);
      return { user: done(this.people.of.acceptAs(token, actor.id)).id };
    }
    if (name === undefined || password === undefined)
      throw badRequest(
        'VALUE_MISSING',
        name === undefined ? 'name' : 'password',
        'Name and password are missing.',
        'Give both, or sign in first.',
      );
    const { id } = done(await this.people.of.accept(token, { name, password }));
    return answerTokens(await this.people.of.start(id), cookie, response);
  }

  @Post('new-password')
  @HttpCode(200)
  @Attempt()
  @Access('signedIn')
  @ApiOperation({ summary: 'Changes one’s own password; every other sign-in of one’s own ends' })
  @ApiOkResponse(TOKENS)
  @ApiProblems(400, 422, 429)
  async newPassword(
    @Body() { old, password, cookie }: ChangePasswordBody,
    @WhoAsks() { actor }: Asking,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokensAnswer> {
    unkept(response);
    return answerTokens(done(await this.people.of.changePassword(idOf(actor), old, password)), cookie, response);
  }

  @Post('password')
  @HttpCode(204)
  @Attempt()
  @Access('public')
  @ApiOperation({ summary: 'Sets a password by a link; every sign-in of that user ends' })
  @ApiNoContentResponse({ description: 'Done.' })
  @ApiProblems(400, 401, 422, 429)
  async password(@Body() { token, password }: PasswordBody): Promise<void> {
    done(await this.people.of.setPassword(token, password));
  }
}
