import { forEachAddress, portOf } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, loadOidcIssuer, loadTrustedProxies } from './config.ts';

const complete = { KEYS_DIR: '/keys', ...forEachAddress((name) => `http://${name}:${portOf(name)}`) };

describe('the environment of a gateway process', () => {
  it('needs the keys and an address per subgraph', () => {
    const config = loadConfig(complete);

    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', keysFolder: '/keys' });
    expect(config.subgraphs).toContainEqual({ name: 'meetings', url: 'http://meetings:4003' });
  });

  it('is refused with every wrong variable named', () => {
    const wrong = { ...complete, KEYS_DIR: '', PORT: 'x', SECURITY_URL: 'nowhere' };

    for (const name of ['KEYS_DIR', 'PORT', 'SECURITY_URL']) expect(() => loadConfig(wrong)).toThrow(name);
  });

  it('names proxies by address or network, and never trusts everybody', () => {
    const named = (TRUSTED_PROXIES: string) => loadTrustedProxies({ TRUSTED_PROXIES });

    expect(loadTrustedProxies({})).toEqual([]);
    expect(named('10.0.0.5, 10.1.0.0/16,fd00::/8')).toEqual(['10.0.0.5', '10.1.0.0/16', 'fd00::/8']);
    for (const wrong of ['proxy.example', '10.0.0.5;10.0.0.6', '10.0.0.0/33', '0.0.0.0/0', '::/0', 'true'])
      expect(() => named(wrong)).toThrow('TRUSTED_PROXIES');
  });

  it('needs a real issuer in production, so that nobody signs in by a staff number alone', () => {
    const oidc = { OIDC_ISSUER: 'https://id.example', OIDC_JWKS_URL: 'https://id.example/jwks' };

    expect(loadOidcIssuer({})).toBeNull();
    expect(() => loadOidcIssuer({ NODE_ENV: 'production' })).toThrow('OIDC_ISSUER');
    expect(() => loadOidcIssuer({ OIDC_ISSUER: oidc.OIDC_ISSUER })).toThrow('OIDC_JWKS_URL');
    expect(loadOidcIssuer({ ...oidc, NODE_ENV: 'production' })).toMatchObject({
      audience: 'chengqi',
      staffNoClaim: 'sub',
    });
  });
});
