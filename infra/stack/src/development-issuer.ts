/**
 * What the environment of an office started by hand lacks: where nothing says who vouches for people, it signs in
 * anybody at this machine, and says so.
 */
export const developmentIssuerOf = (env: NodeJS.ProcessEnv): { readonly DEVELOPMENT_ISSUER?: 'on' } =>
  env.NODE_ENV || env.OIDC_ISSUER || env.DEVELOPMENT_ISSUER ? {} : { DEVELOPMENT_ISSUER: 'on' };

export const developmentNotice =
  'DEVELOPMENT_ISSUER=on: whoever is at this machine signs in as anybody (POST /dev/token). For an office set OIDC_ISSUER and OIDC_JWKS_URL.';
