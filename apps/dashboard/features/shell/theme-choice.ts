'use client';
import { useSyncExternalStore } from 'react';
import { THEME_COOKIE, type ThemeChoice } from './theme.ts';

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
const A_YEAR_S = 31_536_000;

let chosen: ThemeChoice | undefined;
const listeners = new Set<() => void>();

/** What comes after a theme: system, light, dark, system. */
export function themeAfter(choice: ThemeChoice): ThemeChoice {
  return NEXT[choice];
}

/** Shows the page in a theme, from now on. */
export function chooseTheme(choice: ThemeChoice): void {
  chosen = choice;
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  document.cookie = `${THEME_COOKIE}=${choice}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param initial what the page was made with */
export function useThemeChoice(initial: ThemeChoice): ThemeChoice {
  return useSyncExternalStore(
    subscribe,
    () => chosen ?? initial,
    () => initial,
  );
}
