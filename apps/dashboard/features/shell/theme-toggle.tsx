'use client';
import { useState } from 'react';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Monitor, Moon, Sun } from 'lucide-react';
import { THEME_COOKIE, type ThemeChoice } from './theme.ts';

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: Monitor, light: Sun, dark: Moon };
const A_YEAR_S = 31_536_000;

/** Goes round system, light, dark. */
export function ThemeToggle({ initial }: { initial: ThemeChoice }) {
  const [choice, setChoice] = useState(initial);
  const Icon = ICONS[choice];
  const choose = () => {
    const next = NEXT[choice];
    setChoice(next);
    if (next === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${A_YEAR_S}; samesite=lax`;
  };
  return (
    <IconButton label={`Theme: ${choice}. Change to ${NEXT[choice]}`} onClick={choose}>
      <Icon aria-hidden size={16} />
    </IconButton>
  );
}
