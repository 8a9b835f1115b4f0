/**
 * Makes the EdDSA key pairs of the processes once: node make-keys.mjs <root> <name>... writes <root>/<name>/<name>.jwk,
 * readable by that process alone when each mounts its own folder, and everybody's <name>.pub.jwk beside it.
 */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [root, ...names] = process.argv.slice(2);
const processUser = 1000; // "node" in the image

const publicHalves = names.map((name) => {
  const file = join(root, name, `${name}.jwk`);
  if (!existsSync(file)) write(file, newKey(name));
  const { d: _, ...publicHalf } = JSON.parse(readFileSync(file, 'utf8'));
  return [name, publicHalf];
});

for (const name of names) {
  for (const [owner, publicHalf] of publicHalves) write(join(root, name, `${owner}.pub.jwk`), publicHalf);
}

function newKey(name) {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const thumbprint = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${jwk.x}"}`).digest('base64url');
  return { ...jwk, kid: `${name}:${thumbprint.slice(0, 16)}`, alg: 'EdDSA', use: 'sig' };
}

function write(file, jwk) {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 });
  if (process.getuid?.() === 0) chownSync(file, processUser, processUser);
}
