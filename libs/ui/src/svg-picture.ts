import type { Picture } from './picture.ts';

/** What an element of a chart looks like: these go into the file, as the page's style sheet does not. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

/**
 * An SVG element of the page as a document of its own, with the looks that it has now. Elements with `data-screen` (what
 * only makes sense on the screen) are left out.
 */
export function svgPicture(element: SVGSVGElement): Picture {
  const { width, height } = element.getBoundingClientRect();
  const copy = element.cloneNode(true) as SVGSVGElement;
  const originals = [element, ...element.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((node, i) => {
    const looks = getComputedStyle(originals[i]!);
    for (const name of LOOKS) node.setAttribute(name, looks.getPropertyValue(name));
    for (const name of ['class', 'style', 'tabindex', 'role']) node.removeAttribute(name);
  });
  for (const node of copy.querySelectorAll('[data-screen]')) node.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  return { svg: new XMLSerializer().serializeToString(copy), width, height };
}
