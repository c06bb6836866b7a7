import { runCommandLine } from './command-line.ts';

// who reads may have gone (`bestiary … | head`): that is no reason to end a training
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

await runCommandLine(process.argv.slice(2));
