import { type DocumentNode, GraphQLError, type ValidationRule, visit } from 'graphql';

/** Outside development nobody reads the schema at the office; the contract lies in the repository. */
export const noSchema: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value === '__schema')
      context.reportError(new GraphQLError('The schema is not told here.', { nodes: [node] }));
  },
});

/** Where each `__type` of an operation is answered, which says of every name that there is no such type. */
export function typesAsked(document: DocumentNode): string[] {
  const names: string[] = [];
  visit(document, {
    Field({ name, alias }) {
      if (name.value === '__type') names.push(alias?.value ?? name.value);
    },
  });
  return names;
}
