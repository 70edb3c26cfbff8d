import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min, ValidateBy } from 'class-validator';
import { Type } from 'class-transformer';
import { parseDay } from '#kernel';

const MAX_TEXT = 1_024;

/** The fields that requests are made of: each says its check and its documentation once. */
const isDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isDay',
    validator: {
      validate: (value) => typeof value === 'string' && parseDay(value) !== undefined,
      defaultMessage: () => 'a day of the calendar as YYYY-MM-DD',
    },
  });

export const Day = (description: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ description, format: 'date', type: String }), isDay());
export const OptionalDay = (description: string): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ description, format: 'date', type: String }), IsOptional(), isDay());

const isText = (max: number): PropertyDecorator =>
  applyDecorators(IsString({ message: 'a text' }), Length(1, max, { message: `a text of 1 to ${max} characters` }));
export const Text = (description: string): PropertyDecorator =>
  applyDecorators(ApiProperty({ description, type: String, maxLength: MAX_TEXT }), isText(MAX_TEXT));
export const LongText = (description: string, max: number): PropertyDecorator =>
  applyDecorators(ApiProperty({ description, type: String, maxLength: max }), isText(max));
export const OptionalText = (description = '', max = MAX_TEXT): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ description, type: String, maxLength: max }), IsOptional(), isText(max));

const KNOWN_AT = /^(\d{1,15}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))$/;
export const OptionalKnownAt = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      description: 'As known at: a position in the partnership, or an ISO time with its zone. The newest where left out.',
      type: String,
    }),
    IsOptional(),
    Matches(KNOWN_AT, { message: 'a position such as 42, or a time such as 2026-03-31T12:00:00Z' }),
  );

export const Whole = (description: string, min: number, max: number): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ description, type: Number, minimum: min, maximum: max }),
    IsInt({ message: 'a whole number' }),
    Min(min, { message: `at least ${min}` }),
    Max(max, { message: `at most ${max}` }),
  );

/** In a query everything arrives as text. */
export const OptionalWholeInQuery = (description: string, min: number, max: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ description, type: Number, minimum: min, maximum: max }),
    IsOptional(),
    Type(() => Number),
    IsInt({ message: `a whole number from ${min} to ${max}` }),
    Min(min, { message: `at least ${min}` }),
    Max(max, { message: `at most ${max}` }),
  );
