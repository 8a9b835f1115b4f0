import { forEachAddress, portOf } from '@chengqi/schemas';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, loadFrontEnds, loadOidcIssuer, loadTrustedProxies, loadTrustPolicy } from './config.ts';

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

  it('says what becomes of operations that nobody has registered, for all and for single clients', () => {
    const policy = (TRUSTED_DOCUMENTS: string) => loadTrustPolicy({ TRUSTED_DOCUMENTS });

    expect(loadTrustPolicy({})).toEqual({ otherwise: 'off', byClient: {} });
    expect(policy('enforce')).toEqual({ otherwise: 'enforce', byClient: {} });
    expect(policy('console=enforce, log')).toEqual({ otherwise: 'log', byClient: { console: 'enforce' } });
    for (const wrong of ['on', 'console', 'console=', '=log', 'log,enforce', 'console=log=off'])
      expect(() => policy(wrong)).toThrow('TRUSTED_DOCUMENTS');
  });

  it('serves pages from where it is told that they lie, unless they are switched off', () => {
    expect(loadFrontEnds({})).toBeUndefined();
    expect(loadFrontEnds({}, '/built')).toEqual({ folder: '/built', explorer: false, console: false });
    expect(loadFrontEnds({ FRONT_ENDS_DIR: '/pages' }, '/built')).toEqual({
      folder: '/pages',
      explorer: false,
      console: false,
    });
    expect(loadFrontEnds({ FRONT_ENDS_DIR: '/pages', FIGURES: 'off' }, '/built')).toBeUndefined();
    expect(() => loadFrontEnds({ FIGURES: 'no' })).toThrow('FIGURES');
    expect(loadFrontEnds({ EXPLORER: 'on' }, '/built')).toMatchObject({ explorer: true, console: false });
    expect(loadFrontEnds({ CONSOLE: 'on' }, '/built')).toMatchObject({ explorer: false, console: true });
    expect(() => loadFrontEnds({ CONSOLE: 'yes' })).toThrow('CONSOLE');
    expect(() => loadFrontEnds({ EXPLORER: 'yes' })).toThrow('EXPLORER');
  });

  it('15-1.7: needs a real issuer, unless it says that it is for development', () => {
    const oidc = { OIDC_ISSUER: 'https://id.example', OIDC_JWKS_URL: 'https://id.example/jwks' };

    for (const env of [{ NODE_ENV: 'development' }, { NODE_ENV: 'test' }, { DEVELOPMENT_ISSUER: 'on' }])
      expect(loadOidcIssuer(env)).toBeNull();
    for (const NODE_ENV of [undefined, '', 'prod', 'staging', 'Production', 'production'])
      expect(() => loadOidcIssuer({ NODE_ENV })).toThrow('OIDC_ISSUER');
    expect(() => loadOidcIssuer({ NODE_ENV: 'development', DEVELOPMENT_ISSUER: 'off' })).toThrow('OIDC_ISSUER');
    expect(() => loadOidcIssuer({ NODE_ENV: 'production', DEVELOPMENT_ISSUER: 'on' })).toThrow('DEVELOPMENT_ISSUER');
    expect(() => loadOidcIssuer({ OIDC_ISSUER: oidc.OIDC_ISSUER })).toThrow('OIDC_JWKS_URL');
    expect(loadOidcIssuer({ ...oidc, NODE_ENV: 'production' })).toMatchObject({
      audience: 'chengqi',
      staffNoClaim: 'sub',
    });
  });

  it('15-1.7: takes the keys of an issuer by https only, except from this machine', () => {
    const keysAt = (OIDC_JWKS_URL: string) => loadOidcIssuer({ OIDC_ISSUER: 'https://id.example', OIDC_JWKS_URL });

    for (const near of ['http://localhost:8080/jwks', 'http://127.0.0.1/jwks', 'http://[::1]:8080/jwks'])
      expect(keysAt(near)).not.toBeNull();
    for (const far of [
      'http://id.example/jwks',
      'http://localhost.example/jwks',
      'http://127.0.0.1@id.example/',
      'ftp://id.example/jwks',
    ])
      expect(() => keysAt(far)).toThrow('OIDC_JWKS_URL');
  });
});
