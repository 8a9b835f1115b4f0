import { DomainError } from '../errors.ts';
import type { Actor } from '../viewer.ts';
import { type Doer, type Duty, defineWorkflow, type Transition, type Workflow, type Workflowed } from '../workflow.ts';

/** What a sample has to say of a row: what doers and duties look at; the state is set to that of each row in turn. */
export type Sample<W> = Partial<W>;

/**
 * What is wrong with standing in (O-9) for any row of the table, asked for each state and each doer by itself and without
 * guards, which look at no person; nothing when all is right:
 *
 * - a role: who stands in for a holder may do it, in the same role, and without the delegation may not;
 * - a person named: nobody does it for that person;
 * - a separation of duties: the person or unit kept from it neither does it for a holder nor has it done by a stand-in.
 *
 * A doer that no sample is open to, and a duty of which no sample shows whom it excludes, are wrong as well: a new row
 * cannot be forgotten.
 */
export function standInFaults<W extends Workflowed<S>, S extends string, A extends string>(
  { rows }: Workflow<W, S, A>,
  samples: readonly Sample<W>[],
): string[] {
  return rows.flatMap((row) =>
    [row.from].flat().flatMap((from) => {
      const subjects = samples.map((sample) => ({ version: 1, ownerOrgId: 'org_owner', ...sample, status: from }) as W);
      const name = [row.action, row.outcome, 'from', from].filter(Boolean).join(' ');
      return row.roles
        .filter(({ label }) => label !== 'SYSTEM')
        .flatMap((doer) => faultsOf(row, doer, subjects).map((fault) => `${name} by ${doer.label}: ${fault}`));
    }),
  );
}

function faultsOf<W extends Workflowed<S>, S extends string, A extends string>(
  { guard: _, ...row }: Transition<W, S, A>,
  doer: Doer<W>,
  subjects: readonly W[],
): string[] {
  const { permit, allowedActions } = defineWorkflow<W, S, A>({ states: {}, actions: {} } as never, [
    { ...row, roles: [doer] },
  ]);
  const outcomeOf = (actor: Actor, subject: W): string => {
    try {
      const step = permit(actor, subject, row.action);
      return `${step.to} as ${step.role}`;
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  };
  const done = `${row.to} as ${doer.role}`;
  if (doer.role === null) {
    const named = subjects.flatMap((subject) => namesIn(subject, 'psn').map((id) => ({ subject, id })));
    const open = named.filter(({ subject, id }) => doer.may(somebody({ id }), subject));
    if (open.length === 0) return ['no sample names the person'];
    return open.flatMap(({ subject, id }) =>
      outcomeOf(inNameOf({ id: 'psn_other' }, { id }, null), subject) === 'FORBIDDEN'
        ? []
        : ['done for the person named'],
    );
  }
  const { role } = doer;
  const other = { id: 'psn_other' };
  const holder = { id: 'psn_holder' };
  const open = subjects.find((subject) => outcomeOf(somebody({ ...holder, role }), subject) === done);
  if (!open) return ['no sample is open to it'];
  const capacity = inNameOf(other, holder, role);
  const standIn = { ...somebody({ ...other, role }), capacities: [somebody(other), capacity] };
  return [
    ...(outcomeOf(capacity, open) === done ? [] : [`a stand-in is told ${outcomeOf(capacity, open)}`]),
    ...(outcomeOf(somebody(other), open) === 'FORBIDDEN' ? [] : ['somebody without the role may do it']),
    ...(row.settled?.(open) || allowedActions(standIn, open).includes(row.action) ? [] : ['not offered to a stand-in']),
    ...(row.duties ?? []).flatMap((duty, at) =>
      faultsOfDuty(duty, role, subjects, outcomeOf).map((fault) => `duty ${at + 1}: ${fault}`),
    ),
  ];
}

function faultsOfDuty<W>(
  duty: Duty<W>,
  role: string,
  subjects: readonly W[],
  outcomeOf: (actor: Actor, subject: W) => string,
): string[] {
  const separated = 'SEPARATION_OF_DUTIES';
  const other = { id: 'psn_other' };
  const codes = new Set(subjects.map((subject) => duty(somebody(other), subject)?.code));
  const excluded = subjects.flatMap((subject) =>
    [
      ...namesIn(subject, 'psn').map((id) => ({ id })),
      ...namesIn(subject, 'org').map((orgId) => ({ id: 'psn_of_unit', orgId })),
    ]
      .filter((who) => duty(somebody({ ...who, role }), subject)?.code === separated)
      .map((who) => ({ subject, who })),
  );
  // A duty that a person without the role fails asks for something; it keeps nobody from anything.
  if (excluded.length === 0) return codes.has('GUARD_FAILED') ? [] : ['no sample shows whom it excludes'];
  return excluded
    .filter(({ subject }) => outcomeOf(somebody({ ...other, role }), subject) !== 'FORBIDDEN')
    .flatMap(({ subject, who }) => [
      ...(outcomeOf(inNameOf(who, other, role), subject) === separated
        ? []
        : [`${JSON.stringify(who)} does it for a holder`]),
      ...(outcomeOf(inNameOf(other, who, role), subject) === separated
        ? []
        : [`a stand-in does it for ${JSON.stringify(who)}`]),
    ]);
}

interface Who {
  readonly id: string;
  readonly role?: string | null;
  /** The unit of the person's own. */
  readonly orgId?: string;
}

const somebody = ({ id, role = null, orgId }: Who): Actor => ({
  personId: id,
  system: false,
  holds: (name) => name === role,
  belongsTo: (org) => org === orgId,
});

/** The one capacity of a stand-in in which it is done for the other, who has the role. */
const inNameOf = (who: Who, other: Who, role: string | null): Actor => ({
  ...somebody({ ...who, role }),
  onBehalfOf: somebody({ ...other, role }),
});

/** All ids of the kind that stand anywhere in the value. */
function namesIn(value: unknown, kind: 'psn' | 'org'): string[] {
  if (typeof value === 'string') return value.startsWith(`${kind}_`) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap((inner) => namesIn(inner, kind)))];
}
