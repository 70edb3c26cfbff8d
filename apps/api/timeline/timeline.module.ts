import { Module } from '@nestjs/common';
import { TimelineController } from './timeline.controller.ts';
import { GetTimelineHandler } from './timeline.queries.ts';

@Module({ controllers: [TimelineController], providers: [GetTimelineHandler] })
export class TimelineModule {}
