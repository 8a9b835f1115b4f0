const host = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** Whether `localhost:4000` and the like name this machine. */
export const isLoopbackHost = (name: string): boolean => host.test(name);

/** Whether a page, as browsers name its origin, is served by this machine. */
export const isLoopbackOrigin = (origin: string): boolean =>
  URL.canParse(origin) && origin === new URL(origin).origin && isLoopbackHost(new URL(origin).host);
