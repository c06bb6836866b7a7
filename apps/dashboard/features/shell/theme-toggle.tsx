'use client';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Monitor, Moon, Sun } from 'lucide-react';
import { chooseTheme, themeAfter, useThemeChoice } from './theme-choice.ts';
import type { ThemeChoice } from './theme.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Goes round system, light, dark. */
export function ThemeToggle({ initial }: { initial: ThemeChoice }) {
  const choice = useThemeChoice(initial);
  const Icon = ICONS[choice];
  const next = themeAfter(choice);
  return (
    <IconButton label={`Theme: ${choice}. Change to ${next}`} onClick={() => chooseTheme(next)}>
      <Icon aria-hidden size={16} />
    </IconButton>
  );
}
