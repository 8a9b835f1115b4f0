import { forEachAddress, portOf } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, loadOidcIssuer } from './config.ts';

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
