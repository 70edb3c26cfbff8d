import { createContext, use } from 'react';
import type { Freshness } from '../api/use-live.ts';

export const FreshnessContext = createContext<Freshness>({ position: undefined, confirmedAt: undefined, live: false });
export const useFreshness = (): Freshness => use(FreshnessContext);
