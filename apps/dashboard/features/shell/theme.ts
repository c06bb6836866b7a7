import { z } from 'zod';

/** What the reader chose: `system` follows the operating system. Kept in a cookie, so that the first page has it. */
export const ThemeChoice = z.enum(['system', 'light', 'dark']);
export type ThemeChoice = z.infer<typeof ThemeChoice>;

export const THEME_COOKIE = 'bestiary-theme';
