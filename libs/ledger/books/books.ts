import type { Accounts, Booking, BookingCommand, JournalEntry, Release } from '#rebates';
import type { Answer } from '../asking.ts';

/** What one party keeps to itself: its accrual account, the accounts that it posts to, and its journal. */

/** The accounts as read, unchecked. */
export type SetAccounts = { readonly kind: 'SetAccounts'; readonly organisation: string; readonly accounts: unknown };
export type BookCommand = BookingCommand | SetAccounts;

export type BookingAnswer = Omit<Booking, 'organisation' | 'agreement'> & { readonly reversed: string | null };
export type AccrualsAnswer = {
  readonly agreement: string;
  readonly organisation: string;
  readonly bookings: readonly BookingAnswer[];
  readonly releases: readonly (Omit<Release['requested'], 'organisation' | 'agreement'> & { readonly status: Release['status'] })[];
};
export type AccountsAnswer = {
  readonly organisation: string;
  /** Counts what was set, from 0 for the defaults. */ readonly version: number;
  readonly accounts: Accounts;
};
export type JournalAnswer = {
  readonly agreement: string;
  readonly organisation: string;
  readonly currency: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly debit: string;
  readonly credit: string;
  readonly entries: readonly JournalEntry[];
};

type Own = { readonly organisation: string; readonly agreement: string };

export type Books = {
  accruals(query: Own): Promise<Answer<AccrualsAnswer>>;
  /** Entries of the periods booked, or of those that end within the days given; a reversal stands with the period that it undoes. */
  journal(query: Own & { readonly from?: string; readonly to?: string }): Promise<Answer<JournalAnswer>>;
  accounts(query: { readonly organisation: string }): Promise<Answer<AccountsAnswer>>;
};
