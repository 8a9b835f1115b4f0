import { type SecrecyLevel, secrecyLevels } from '@chengqi/schemas';
import { z } from 'zod';

const post = z.object({
  orgId: z.string().nullable(),
  scopeOrgId: z.string().nullable(),
  roles: z.array(z.string()),
  /** Of a post that the viewer only stands in with: its holder, and the units of all posts that the holder has. */
  onBehalfOf: z.object({ personId: z.string(), orgIds: z.array(z.string()) }).nullish(),
});

/** Claims of the gateway-signed viewer token. */
export const viewerSchema = z.object({
  kind: z.enum(['person', 'system', 'anonymous']),
  personId: z.string().nullable(),
  staffNo: z.string().nullable(),
  posts: z.array(post),
  clearance: z.enum(secrecyLevels),
  onBehalfOf: z.string().nullable(),
  /** Of who did not sign in: the gateway's keyed digest of the address, the same for all who share it. */
  clientHash: z.string().optional(),
});

/** A post's roles reach its scope and everything below; a null scope is every org. */
export type Post = z.output<typeof post>;
export type Viewer = z.output<typeof viewerSchema>;

export const anonymousViewer: Viewer = {
  kind: 'anonymous',
  personId: null,
  staffNo: null,
  posts: [],
  clearance: 'PUBLIC' satisfies SecrecyLevel,
  onBehalfOf: null,
};

/** Timers, consumers and services reading from each other. */
export const systemViewer: Viewer = { ...anonymousViewer, kind: 'system', clearance: 'TOP_SECRET' };

/** Who acts, as the workflow tables ask it. */
export interface Actor {
  readonly personId: string | null;
  readonly system: boolean;
  /** Whether a post with this role has a scope that covers the org; a null org asks for any post with the role. */
  holds(role: string, orgId: string | null): boolean;
  /** Whether one of the posts is in this org or in a division of it. */
  belongsTo(orgId: string): boolean;
  /** Of who stands in for somebody: that person, with the same roles and the own units. Duties look at both of them. */
  readonly onBehalfOf?: Actor;
  /** Of who stands in for others: as oneself, then for each of them. An act is done in one of these. */
  readonly capacities?: readonly Actor[];
}

/** In which an act may be done, own roles first. */
export const capacitiesOf = (actor: Actor): readonly Actor[] => actor.capacities ?? [actor];

/** The actor, and whom the actor stands in for: an act is both of theirs. */
export const bothOf = (actor: Actor): readonly Actor[] =>
  actor.onBehalfOf === undefined ? [actor] : [actor, actor.onBehalfOf];

export const systemActor: Actor = { personId: null, system: true, holds: () => false, belongsTo: () => false };

/** One request as every layer below the resolvers sees it. */
export interface Request {
  readonly viewer: Viewer;
  /** In a mutation the one capacity in which it is tried, which `viewer.onBehalfOf` names; elsewhere all of them. */
  readonly actor: Actor;
  readonly requestId: string;
  readonly language: 'zh' | 'en';
  readonly traceparent: string | null;
  /** Another service asks whether the viewer may read something; nothing of it is shown to anybody. */
  readonly probing?: boolean;
}

/** A request with what its service adds for resolvers; `renewed` makes that part anew, without what loaders kept. */
export type GraphQLContext = Request &
  Record<string, unknown> & { readonly renewed: (request: Request) => Record<string, unknown> };
