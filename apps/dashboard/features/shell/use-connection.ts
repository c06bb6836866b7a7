'use client';
import { useSyncExternalStore } from 'react';
import { connectionNow, onConnectionChange, type Connection } from './connection.ts';

/** Whether the server answers. */
export function useConnection(): Connection {
  return useSyncExternalStore(onConnectionChange, connectionNow, () => 'here' as const);
}
