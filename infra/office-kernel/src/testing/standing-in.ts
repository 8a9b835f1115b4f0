import type { Viewer } from '@chengqi/service-kit';

/** The viewer while standing in for the other with all roles of the other's posts, as the gateway would sign the token. */
export const standingIn = <V extends Viewer>(viewer: V, other: Viewer): V => ({
  ...viewer,
  posts: [
    ...viewer.posts,
    ...other.posts.map((post) => ({
      ...post,
      onBehalfOf: {
        personId: other.personId ?? '',
        orgIds: other.posts.flatMap(({ orgId }) => orgId ?? []),
      },
    })),
  ],
});
