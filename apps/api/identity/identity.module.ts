import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.ts';
import { GrantsController } from './grants.controller.ts';
import { People } from './identity.provider.ts';
import { KeysController } from './keys.controller.ts';
import { OperatorKeysController } from './operator-keys.controller.ts';
import { OrganisationsController } from './organisations.controller.ts';
import { UsersController } from './users.controller.ts';

@Module({
  controllers: [AuthController, OrganisationsController, UsersController, KeysController, OperatorKeysController, GrantsController],
  providers: [People],
})
export class IdentityModule {}
