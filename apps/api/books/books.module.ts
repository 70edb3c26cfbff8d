import { Module } from '@nestjs/common';
import { BooksController } from './books.controller.ts';
import { BOOK_QUERIES } from './books.queries.ts';

@Module({ controllers: [BooksController], providers: BOOK_QUERIES })
export class BooksModule {}
