import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import {
  type Access,
  type AccessRule,
  type Actor,
  type Identity,
  type Relation,
  type SignedIn,
  decide,
  falseClaims,
  identityRefusal,
  partyOf,
} from '#identity';
import type { Ledger } from '#ledger';
import { ProblemError, refusal } from '../http/problem.ts';
import { LEDGER } from '../ledger/ledger.token.ts';
import { type About, aboutOf, checkNewAgreement, relationTo } from './about.ts';
import { ACCESS_RULE } from './access.decorator.ts';
import { keepAsking } from './actor.ts';
import { IDENTITY } from './identity.token.ts';

const BEARER = /^Bearer +(\S+)$/i;
const NOTHING: Relation = { kind: 'none' };

const problemOfAccess = (access: Exclude<Access, { kind: 'allow' }>, about: About | undefined): ProblemError => {
  if (access.kind === 'signIn') return refusal([identityRefusal('SIGN_IN_REQUIRED')]);
  if (access.kind === 'hide') return refusal(about === undefined ? [] : [about.unknown]);
  if (access.why === 'role') return refusal([identityRefusal('ROLE_MISSING', { roles: access.roles.join(', ') })]);
  return refusal([identityRefusal(access.why === 'operator' ? 'OPERATOR_ONLY' : 'GRANT_TOO_NARROW')]);
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** What the request says of who acts, wherever it says it. */
const claimsIn = (request: Request): Readonly<Record<'party' | 'person' | 'reporter' | 'organisation', unknown[]>> => {
  const places = [recordOf(request.params), recordOf(request.query), recordOf(request.body)];
  const said = (...keys: readonly string[]): unknown[] =>
    places.flatMap((place) => keys.map((key) => place[key])).filter((value) => value !== undefined);
  return { party: said('party'), person: said('person'), reporter: said('reporter'), organisation: said('by', 'org') };
};

/** Lets in who may, and says who it is. Every rule is decided in `#identity`; this only finds what it is decided on. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(IDENTITY) private readonly identity: Identity | null,
    @Inject(LEDGER) private readonly ledger: Ledger,
  ) {}

  canActivate(host: ExecutionContext): Promise<boolean> {
    return this.letIn(host, true);
  }

  /** For a stream that is open already: its beginning is the look that is noted. */
  stillLetsIn(host: ExecutionContext): Promise<boolean> {
    return this.letIn(host, false);
  }

  private async letIn(host: ExecutionContext, isNew: boolean): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, host.getHandler());
    if (rule === undefined) throw new Error(`${host.getClass().name}.${host.getHandler().name} does not say who may use it`);
    const request = host.switchToHttp().getRequest<Request>();
    const actor = await this.actorOf(request, rule, host.switchToHttp().getResponse<Response>());
    const relation = await this.admit(request, { actor, rule, isNew });
    keepAsking(request, { actor, relation });
    if (actor.kind === 'signedIn' && rule !== 'public') this.hold(request, actor, relation, rule);
    if (actor.kind === 'signedIn' && typeof rule !== 'string' && 'partnership' in rule) await checkNewAgreement(request, this.ledger);
    return true;
  }

  private async actorOf(request: Request, rule: AccessRule, response: Response): Promise<Actor> {
    if (this.identity === null) return { kind: 'open' };
    const bearer = BEARER.exec(request.get('Authorization') ?? '')?.[1];
    if (bearer !== undefined) {
      const found = await this.identity.authenticate(bearer);
      if (found.ok) return found.value;
      // A route that asks for nobody is also there for those whose token has run out.
      if (rule !== 'public') {
        response.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
        throw refusal(found.rejections);
      }
    }
    if (rule !== 'public') response.setHeader('WWW-Authenticate', 'Bearer');
    return { kind: 'anonymous' };
  }

  /** Throws where access is not allowed. Who is not signed in is told so before anything is looked up. */
  private async admit(
    request: Request,
    { actor, rule, isNew }: { readonly actor: Actor; readonly rule: AccessRule; readonly isNew: boolean },
  ): Promise<Relation> {
    const isAbout = typeof rule !== 'string' && actor.kind === 'signedIn';
    const about = isAbout ? await aboutOf(request, this.ledger, 'organisation' in rule ? 'organisation' : 'partnership') : undefined;
    const relation = about === undefined ? NOTHING : relationTo(actor, about);
    const access = decide({ actor, rule, relation });
    if (access.kind !== 'allow') throw problemOfAccess(access, about);
    if (isNew && relation.kind === 'auditor' && about?.kind === 'partnership' && actor.kind === 'signedIn')
      this.noteLook(request, actor, about.partnership);
    return relation;
  }

  /** Both sides can see what an auditor looked at: noted before it is answered. */
  private noteLook(request: Request, actor: SignedIn, partnership: string): void {
    const auditor = actor.grants.find((grant) => grant.partnership === partnership)?.auditor ?? '';
    this.identity?.looks.note({ partnership, auditor, user: actor.id, path: request.originalUrl });
  }

  /** Holds a command to the one who sends it: party and person are the actor's own, and no others are taken. */
  private hold(request: Request, actor: SignedIn, relation: Relation, rule: AccessRule): void {
    const claims = claimsIn(request);
    const longest = Math.max(0, ...Object.values(claims).map((said) => said.length));
    for (let index = 0; index < longest; index += 1) {
      const { party, person, reporter, organisation } = claims;
      const refused = falseClaims(actor, relation, {
        party: party[index],
        person: person[index],
        reporter: reporter[index],
        organisation: organisation[index],
      });
      if (refused.length > 0) throw refusal(refused);
    }
    if (typeof rule === 'string' || !('partnership' in rule) || rule.partnership === 'read' || rule.acts !== true) return;
    const side = partyOf(relation, rule.partnership, claims.party[0]);
    if (!side.ok) throw refusal(side.rejections);
    request.body = { ...recordOf(request.body), party: side.value.party, person: actor.id };
  }
}
