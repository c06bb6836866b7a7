import { type Space } from '@bestiary/contracts/sweep';

/**
 * The names of a space's parameters, each after those that its condition looks at, otherwise as they are written.
 *
 * @returns where conditions go in a circle, the names along it instead
 */
export function orderByCondition(space: Space): { order: string[] } | { circle: string[] } {
  const order = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): string[] | undefined => {
    if (order.has(name)) return undefined;
    const before = path.indexOf(name);
    if (before >= 0) return [...path.slice(before), name];
    path.push(name);
    for (const parent of Object.keys(space[name]?.when ?? {})) {
      const circle = parent in space ? visit(parent) : undefined;
      if (circle) return circle;
    }
    path.pop();
    order.add(name);
    return undefined;
  };
  for (const name of Object.keys(space)) {
    const circle = visit(name);
    if (circle) return { circle };
  }
  return { order: [...order] };
}
