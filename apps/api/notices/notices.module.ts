import { Module } from '@nestjs/common';
import { NoticesController } from './notices.controller.ts';
import { ToldNotices } from './told-notices.ts';

@Module({ controllers: [NoticesController], providers: [ToldNotices] })
export class NoticesModule {}
