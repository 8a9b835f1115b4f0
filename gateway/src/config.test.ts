import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.ts';

const complete = {
  KEYS_DIR: '/keys',
  DIRECTORY_URL: 'http://directory:4001',
  DOCUMENTS_URL: 'http://documents:4002',
  MEETINGS_URL: 'http://meetings:4003',
  SUPERVISION_URL: 'http://supervision:4004',
  SECURITY_URL: 'http://security:4005',
};

describe('the environment of a gateway process', () => {
  it('needs the keys and an address per subgraph', () => {
    expect(loadConfig(complete)).toMatchObject({ port: 4000, host: '127.0.0.1', production: false, oidc: null });
  });

  it('is refused with every wrong variable named', () => {
    const wrong = { ...complete, KEYS_DIR: '', PORT: 'x', SECURITY_URL: 'nowhere' };

    for (const name of ['KEYS_DIR', 'PORT', 'SECURITY_URL']) expect(() => loadConfig(wrong)).toThrow(name);
  });

  it('needs a real issuer in production, so that nobody signs in by a staff number alone', () => {
    expect(() => loadConfig({ ...complete, NODE_ENV: 'production' })).toThrow('OIDC_ISSUER');
    const oidc = { OIDC_ISSUER: 'https://id.example', OIDC_JWKS_URL: 'https://id.example/jwks' };
    expect(loadConfig({ ...complete, ...oidc, NODE_ENV: 'production' }).oidc).toMatchObject({ audience: 'chengqi' });
  });
});
