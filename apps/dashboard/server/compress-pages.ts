import path from 'node:path';
import { compressStatic } from './compress-static.ts';

/** The last step of building the pages, run as a program from `apps/dashboard`. */
const files = await compressStatic(path.resolve('.next', 'static'));
process.stdout.write(`compressed ${files} scripts and styles\n`);
