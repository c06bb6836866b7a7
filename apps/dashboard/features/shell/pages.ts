/** Where the command menu goes. */
export const PAGES: readonly { title: string; href: string }[] = [
  { title: 'the runs', href: '/' },
  { title: 'the archive', href: '/?shelf=archived' },
  { title: 'the trash', href: '/?shelf=trash' },
];
