import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsEmail, IsIn, IsISO8601, IsOptional, ValidateNested } from 'class-validator';
import { KEY_ROLES, type KeyRole, ORGANISATION_KINDS, type OrganisationKind, ROLES, type Role } from '#identity';
import { Day, OptionalText, Text } from '../http/fields.ts';

const Email = (): PropertyDecorator => (target, key) => {
  ApiProperty({ description: 'E-mail address.', type: String })(target, key);
  IsEmail({}, { message: 'an e-mail address' })(target, key);
};

const Several =
  (values: readonly string[], least: number): PropertyDecorator =>
  (target, key) => {
    ApiProperty({ enum: values, isArray: true })(target, key);
    IsArray({ message: `a list of ${values.join(', ')}` })(target, key);
    ArrayMinSize(least, { message: `at least ${least} of ${values.join(', ')}` })(target, key);
    ArrayMaxSize(values.length, { message: 'each once' })(target, key);
    IsIn(values, { each: true, message: `each one of ${values.join(', ')}` })(target, key);
  };

const OptionalYes =
  (description: string): PropertyDecorator =>
  (target, key) => {
    ApiPropertyOptional({ description, type: Boolean })(target, key);
    IsOptional()(target, key);
    IsBoolean({ message: 'true or false' })(target, key);
  };

/** What gives tokens: a page asks for a cookie, so that no script of it ever holds the refresh token. */
class TokensBody {
  @OptionalYes('Put the refresh token into a cookie that scripts cannot read, instead of into the answer.') cookie?: boolean;
}

export class SignInBody extends TokensBody {
  @Email() email!: string;
  @Text('Password.') password!: string;
}

export class RefreshBody {
  @OptionalText('The refresh token; it is good once. The one in the cookie where left out.') refreshToken?: string;
}

export class FirstAdministratorBody extends TokensBody {
  @Text('Of the link that the server printed.') token!: string;
  @Text('Name.') name!: string;
  @Email() email!: string;
  @Text('12 to 200 characters.') password!: string;
}

export class AcceptBody extends TokensBody {
  @Text('Of the link.') token!: string;
  @OptionalText('Name; not needed by those who are signed in.') name?: string;
  @OptionalText('12 to 200 characters; not needed by those who are signed in.') password?: string;
}

export class ChangePasswordBody extends TokensBody {
  @Text('The password so far.') old!: string;
  @Text('12 to 200 characters.') password!: string;
}

export class PasswordBody {
  @Text('Of the link.') token!: string;
  @Text('12 to 200 characters.') password!: string;
}

export class ChangeOrganisationBody {
  @Text('Its name.') name!: string;
  @Several(ORGANISATION_KINDS, 1) kinds!: OrganisationKind[];
}

export class OrganisationBody extends ChangeOrganisationBody {
  @Text('Its id, which is the party’s id in agreements.') id!: string;
}

class LimitBody {
  @Text('An exact decimal.') amount!: string;
  @Text('Of which currency.') currency!: string;
}

export class StandingBody {
  @Several(ROLES, 1) roles!: Role[];

  @ApiPropertyOptional({ type: LimitBody, description: 'The most that this person may approve; any amount where left out.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => LimitBody)
  approvesUpTo?: LimitBody;
}

export class InvitationBody extends StandingBody {
  @Email() email!: string;
}

export class UserBody {
  @Text('Name.') name!: string;
  @Email() email!: string;
  @OptionalYes('Looks after organisations and users of this server.') operator?: boolean;
}

export class ChangeUserBody {
  @OptionalText('Name.') name?: string;
  @OptionalYes('Looks after organisations and users of this server.') operator?: boolean;
  @OptionalYes('May not sign in any more, at once.') disabled?: boolean;
}

class ExpiringBody {
  @Text('What it is for.') name!: string;

  @ApiProperty({ description: 'An ISO time within a year from now.' })
  @IsISO8601({ strict: true }, { message: 'an ISO time' })
  expiresAt!: string;
}

export class OperatorKeyBody extends ExpiringBody {}

export class KeyBody extends ExpiringBody {
  @Several(KEY_ROLES, 1) roles!: KeyRole[];
}

export class GrantBody {
  @Text('The auditing organisation.') auditor!: string;
  @OptionalText('Only this agreement of the partnership; all of it where left out.') onlyAgreement?: string;
  @Day('The first day on which it may be read.') from!: string;
  @Day('The last one.') to!: string;
}
