import { type Pruner } from './pruner.ts';

/** Lets every trial come to its end. */
export class NoPruner implements Pruner {
  prunes(): boolean {
    return false;
  }
}
