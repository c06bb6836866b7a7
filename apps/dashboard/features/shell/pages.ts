/** Where the command menu goes. */
export const PAGES: readonly { title: string; href: string }[] = [
  { title: 'the runs', href: '/' },
  { title: 'the archive', href: '/?shelf=archived' },
  { title: 'the trash', href: '/?shelf=trash' },
  { title: 'the sweeps', href: '/sweeps' },
  { title: 'a new sweep', href: '/sweeps/new' },
  { title: 'the workers', href: '/workers' },
  { title: 'the reports', href: '/reports' },
];
