import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { localeNow } from '@bestiary/ui/locale';
import { AppHeader } from '../features/shell/app-header.tsx';
import { ConnectionBanner } from '../features/shell/connection-banner.tsx';
import { Providers } from '../features/shell/providers.tsx';
import { THEME_COOKIE, ThemeChoice } from '../features/shell/theme.ts';
import { Toast } from '../features/shell/toast.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Runs · Bestiary', template: '%s · Bestiary' },
  description: 'Experiments in image classification: every epoch, every prediction, every file.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#161a18' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const cookie = (await cookies()).get(THEME_COOKIE)?.value;
  const theme = ThemeChoice.catch('system').parse(cookie);
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      data-locale={localeNow()}
      suppressHydrationWarning
    >
      <body>
        <Providers>
          <AppHeader theme={theme} />
          <ConnectionBanner />
          <main id="content" tabIndex={-1} className="outline-none">
            {children}
          </main>
          <Toast />
        </Providers>
      </body>
    </html>
  );
}
