import type { ComponentProps } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

/** Markdown of anyone's, made safe: HTML in it is shown as text, links leave the page without a handle on it. */
export default function Markdown({ text }: { text: string }) {
  return (
    <div dir="auto" className="markdown">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[markupAsText, rehypeSanitize]}
        components={PARTS}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

/** A node of the document that the Markdown makes. */
interface TreeNode {
  type: string;
  value?: string;
  children?: TreeNode[];
}

/** A rehype plugin: HTML becomes the text that it was, which the sanitizer would drop. */
function markupAsText() {
  const change = (node: TreeNode): void => {
    if (node.type === 'raw') node.type = 'text';
    for (const child of node.children ?? []) change(child);
  };
  return change;
}

/** The page has a first heading, and the panel around the text a second. */
const PARTS: Components = {
  h1: 'h3',
  h2: 'h4',
  h3: 'h5',
  h4: 'h6',
  h5: 'h6',
  a: SafeLink,
  img: Picture,
  input: TaskMark,
};

function SafeLink({ href = '', children }: ComponentProps<'a'>) {
  if (href === '') return <span>{children}</span>; // the sanitizer took where it went
  const isHere = href.startsWith('#') || (href.startsWith('/') && !href.startsWith('//'));
  return (
    <a href={href} {...(isHere ? {} : { target: '_blank', rel: 'noopener noreferrer nofollow' })}>
      {children}
    </a>
  );
}

/** A picture of this server's; one from elsewhere is a link, so that no one learns who reads the text. */
function Picture({ src, alt = '' }: ComponentProps<'img'>) {
  const where = typeof src === 'string' ? src : '';
  if (where.startsWith('/') && !where.startsWith('//')) return <img src={where} alt={alt} />;
  return <SafeLink href={where}>{alt === '' ? where : alt}</SafeLink>;
}

/** The box of a task in a list. */
function TaskMark({ checked }: ComponentProps<'input'>) {
  return (
    <span role="img" aria-label={checked ? 'done' : 'to do'}>
      {checked ? '☑' : '☐'}
    </span>
  );
}
