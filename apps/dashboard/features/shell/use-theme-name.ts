'use client';
import { useSyncExternalStore } from 'react';
import type { ThemeName } from '@bestiary/ui/chart-theme';

function subscribe(listener: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  media.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', listener);
  };
}

function current(): ThemeName {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The theme on the screen now, for what can't use CSS: charts. */
export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, current, () => 'light' as const);
}
