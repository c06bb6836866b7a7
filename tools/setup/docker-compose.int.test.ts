import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SECRETS = {
  POSTGRES_PASSWORD: 'pw1',
  S3_ACCESS_KEY: 'key2',
  S3_SECRET_KEY: 'secret3',
  BESTIARY_ADMIN_KEY: 'bst_4',
};

interface Service {
  image?: string;
  build?: { dockerfile: string; target: string };
  ports?: string[];
  environment?: Record<string, string>;
}
const text = readFileSync(path.join(ROOT, 'docker-compose.yml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };

/** Runs `config` of Compose with only these variables of its own, however it is installed here. */
const compose = [['docker', 'compose'], ['docker-compose']].find(
  ([program, ...args]) => spawnSync(program!, [...args, 'version']).status === 0,
);
function config(variables: Record<string, string>) {
  const [program, ...args] = compose!;
  return spawnSync(program!, [...args, '--file', 'docker-compose.yml', 'config'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables },
  });
}

describe('docker-compose.yml', () => {
  it('publishes ports on this machine alone', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('takes every secret from the environment and has none of its own', () => {
    for (const [name, service] of Object.entries(services)) {
      for (const [key, value] of Object.entries(service.environment ?? {})) {
        if (/PASSWORD|SECRET|ACCESS_KEY|ADMIN_KEY|API_KEY|ROOT_USER|DATABASE_URL/.test(key))
          expect(value, `${name}: ${key}`).toMatch(/\$\{[A-Z0-9_]+:\?/);
      }
    }
  });

  it('pins every image that it does not build', () => {
    for (const { image, build } of Object.values(services)) {
      if (image?.startsWith('bestiary-')) expect(build).toBeDefined();
      else expect(image).toMatch(/:(\d+\.\d+|RELEASE\.)/);
    }
  });

  it('builds stages that the Dockerfile has', () => {
    for (const { build } of Object.values(services)) {
      if (build === undefined) continue;
      const dockerfile = readFileSync(path.join(ROOT, build.dockerfile), 'utf8');
      expect(dockerfile).toMatch(new RegExp(`^FROM .+ AS ${build.target}$`, 'm'));
    }
  });

  it('has a line in .env.example for every variable, and a value there for no secret', () => {
    const example = readFileSync(path.join(ROOT, '.env.example'), 'utf8');
    for (const [, name] of text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)/g))
      expect(example).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
    for (const name of Object.keys(SECRETS)) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });

  it('is what Compose accepts, once the secrets are set', ({ skip }) => {
    if (compose === undefined) skip('no Docker Compose here');
    const { status, stdout, stderr } = config(SECRETS);
    expect(stderr.replaceAll(/.*obsolete.*\n/g, '')).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('postgresql://bestiary:pw1@postgres:5432/bestiary');
  });

  it.for(Object.keys(SECRETS))('is refused by name while %s is not set', (missing, { skip }) => {
    if (compose === undefined) skip('no Docker Compose here');
    const { status, stderr } = config({ ...SECRETS, [missing]: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`set ${missing} in .env`);
  });
});
