import { readEnv } from '@bestiary/api/env';
import { startServer } from '@bestiary/api/server';
import { listen } from '@bestiary/testing/http-server';

/** The server's API as a process of its own, without pages: on the port in PORT, until it is killed. */
const server = await startServer(readEnv(process.env));
const { url } = await listen((request) => server.handlers.route(request), Number(process.env.PORT));
console.log(JSON.stringify({ event: 'ready', url }));
