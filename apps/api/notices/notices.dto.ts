import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

export class NoticesQuery {
  @ApiPropertyOptional({
    description: 'What to be told of, with commas: named kinds, and types of events; all named kinds where left out.',
    type: String,
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9]{1,64}(,[A-Za-z0-9]{1,64}){0,99}$/, { message: 'kinds with commas, such as proposed,signed,CommentAdded' })
  kinds?: string;

  @ApiPropertyOptional({
    description: 'From after this position; from now where left out. The header Last-Event-ID goes before it.',
    type: String,
  })
  @IsOptional()
  @Matches(/^(-1|\d{1,15})(@\d{4}-\d{2}-\d{2})?$/, { message: 'a position such as 12, or the id of an event of the stream' })
  after?: string;
}
