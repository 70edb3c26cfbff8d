import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Grant, type Look, ROLES, type Role, identityRefusal } from '#identity';
import { partiesOf } from '#kernel';
import type { Ledger } from '#ledger';
import { Access } from '../access/access.decorator.ts';
import { type Asking, WhoAsks } from '../access/actor.ts';
import { ApiAnswer, ApiProblems } from '../http/documentation.ts';
import { refusal } from '../http/problem.ts';
import { PageQuery, pageOf } from '../http/query.dto.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { GrantBody } from './identity.dto.ts';
import { People } from './identity.provider.ts';
import { done, idOf } from './result.ts';

type Person = { readonly id: string; readonly name: string | null; readonly organisation: string; readonly roles: readonly Role[] };

@ApiTags('grants')
@Controller('partnerships/:partnership')
export class GrantsController {
  constructor(
    private readonly people: People,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {}

  @Get('people')
  @Access({ partnership: ROLES })
  @ApiOperation({ summary: 'The people of both sides: what the ids in the history stand for' })
  @ApiAnswer('People, without their addresses.')
  list(@Param('partnership') partnership: string): { readonly items: readonly Person[] } {
    const { supplier = '', customer = '' } = partiesOf(partnership) ?? {};
    const of = (organisation: string): Person[] =>
      this.people.of.members.list(organisation).map(({ user, roles }) => ({ id: user.id, name: user.name, organisation, roles }));
    return { items: [...of(supplier), ...of(customer)] };
  }

  @Get('grants')
  @Access({ partnership: ROLES })
  @ApiOperation({ summary: 'Which auditors may read what, and who granted it; revoked ones too' })
  @ApiAnswer('Grants.')
  grants(@Param('partnership') partnership: string): { readonly items: readonly Grant[] } {
    return { items: this.people.of.grants.ofPartnership(partnership) };
  }

  @Post('grants')
  @Access({ partnership: ['administrator'] })
  @ApiOperation({ summary: 'Lets an auditing organisation read the partnership, or one agreement, for a period' })
  @ApiCreatedResponse({ description: 'Done.' })
  @ApiProblems(400, 422)
  async grant(
    @Param('partnership') partnership: string,
    @Body() { auditor, onlyAgreement: agreement, from, to }: GrantBody,
    @WhoAsks() { actor, relation }: Asking,
  ): Promise<Grant> {
    if (agreement !== undefined) {
      const found = await this.ledger.agreement(agreement);
      if (found.kind === 'rejected' || found.value.partnership !== partnership)
        throw refusal([identityRefusal('GRANT_AGREEMENT_UNKNOWN', { agreement }, 'onlyAgreement')]);
    }
    const grantedFor =
      relation.kind === 'sides' ? (relation.sides.find(({ roles }) => roles.includes('administrator'))?.organisation ?? '') : '';
    return done(
      this.people.of.grants.create({ auditor, partnership, agreement: agreement ?? null, from, to, grantedFor, grantedBy: idOf(actor) }),
    );
  }

  @Get('audit-looks')
  @Access({ partnership: ROLES })
  @ApiOperation({ summary: 'What auditors have looked at, the newest first: who, when, and what was asked for' })
  @ApiAnswer('A page of looks.')
  looks(
    @Param('partnership') partnership: string,
    @Query() page: PageQuery,
  ): { readonly items: readonly Look[]; readonly nextCursor: string | null } {
    return this.people.of.looks.ofPartnership(partnership, pageOf(page));
  }

  @Delete('grants/:grant')
  @Access({ partnership: ['administrator'] })
  @ApiOperation({ summary: 'Revokes a grant, at once' })
  @ApiOkResponse({ description: 'Done.' })
  @ApiProblems(404)
  revoke(@Param('partnership') partnership: string, @Param('grant') grant: string): Grant {
    return done(this.people.of.grants.revoke(partnership, grant));
  }
}
