import { parityOf } from './backbone-parity.test.ts';

parityOf('tensorflow');
