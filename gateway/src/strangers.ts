import { createHmac } from 'node:crypto';
import { anonymousViewer, type SigningKey, type Viewer } from '@chengqi/service-kit';
import ipaddr from 'ipaddr.js';

/** So many viewers are remembered at once, that their tokens may be used again. */
const mostRemembered = 10_000;

/**
 * Who did not sign in, told apart by a keyed digest of where they ask from: a service can slow down who guesses, and
 * nobody behind the gateway learns an address. Gateways with the same key agree on it.
 */
export async function createStrangers(key: SigningKey): Promise<(address: string) => Viewer> {
  const secret = await secretOf(key);
  const known = new Map<string, Viewer>();
  return (address) => {
    const clientHash = createHmac('sha256', secret).update(networkOf(address)).digest('hex');
    const viewer = known.get(clientHash) ?? { ...anonymousViewer, clientHash };
    if (known.size >= mostRemembered) known.clear();
    known.set(clientHash, viewer);
    return viewer;
  };
}

/** Ed25519 signs the same text the same way every time, and only who holds the key can. */
async function secretOf({ privateKey }: SigningKey): Promise<Uint8Array> {
  const text = new TextEncoder().encode('chengqi: digests of client addresses');
  return new Uint8Array(await crypto.subtle.sign(privateKey.algorithm.name, privateKey, text));
}

/** One household has all of an IPv6 /64. What a proxy calls something else stays what it is called. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : Buffer.from(parsed.toByteArray().slice(0, 8)).toString('hex');
}
