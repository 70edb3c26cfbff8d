import { Module } from '@nestjs/common';
import { WhatIfController } from './what-if.controller.ts';
import { whatIfHandlers } from './what-if.queries.ts';

@Module({ controllers: [WhatIfController], providers: whatIfHandlers })
export class WhatIfModule {}
