import { parser } from '@prometheus-io/lezer-promql';

type SyntaxNode = ReturnType<typeof parser.parse>['topNode'];

/** What a scrape tells: by the name of each series as PromQL knows it, what it is and the labels that it carries. */
export type Scraped = ReadonlyMap<string, { readonly type: string; readonly labels: ReadonlySet<string> }>;

/** Labels that Prometheus adds to all that it scrapes. */
const ofTargets = ['job', 'instance'];

/** Reads Prometheus' text format; a metric that has no series yet is not there. */
export function readScrape(text: string): Scraped {
  const types = new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  const found = new Map<string, { type: string; labels: Set<string> }>([
    ['up', { type: 'gauge', labels: new Set(ofTargets) }],
  ]);
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-zA-Z_]\w*)(?:\{(.*)\})? \S+$/gm)) {
    const base = name.replace(/_(?:bucket|sum|count)$/, '');
    const isPart = types.get(base) === 'histogram' || types.get(base) === 'summary';
    const known = found.get(name) ?? {
      type: isPart ? 'counter' : (types.get(name) ?? 'untyped'),
      labels: new Set(ofTargets),
    };
    for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) known.labels.add(label);
    found.set(name, known);
  }
  return found;
}

export interface Verdict {
  /** What is wrong first; null where nothing is. */
  readonly problem: string | null;
  /** Labels that the answer carries: what a legend or a text may name. */
  readonly labels: ReadonlySet<string>;
}

/** Grafana's own variables as what it puts there. */
const inserted: readonly [RegExp, string][] = [
  [/\$__(?:rate_interval|interval)\b|\$\{__(?:rate_interval|interval)\}/g, '5m'],
  [/\$__range\b|\$\{__range\}/g, '6h'],
  [/\$\{?[a-z]\w*(?::\w+)?\}?/g, '.*'],
];

const ofCounters = new Set(['rate', 'irate', 'increase', 'resets']);
const ofGauges = new Set(['delta', 'deriv', 'idelta', 'changes']);

/** What is wrong with an expression, measured by what is scraped: its grammar, metrics, labels, and rates of what counts. */
export function judgePromql(given: string, scraped: Scraped): Verdict {
  const text = inserted.reduce((rest, [variable, value]) => rest.replaceAll(variable, value), given);
  const problems: string[] = [];
  const tree = parser.parse(text);
  tree.iterate({
    enter(node) {
      if (node.type.isError) problems.push(`does not parse at ${node.from}: ${text.slice(node.from, node.from + 20)}`);
    },
  });
  if (problems[0] !== undefined) return { problem: problems[0], labels: new Set() };

  const textOf = (node: SyntaxNode | null) => (node ? text.slice(node.from, node.to) : '');
  const listed = (node: SyntaxNode) => all(node, 'LabelName').map(textOf);
  const demand = (labels: readonly string[], carried: ReadonlySet<string>, by: string) => {
    for (const label of labels) if (!carried.has(label)) problems.push(`${by} carries no label ${label}`);
  };

  function selected(node: SyntaxNode): Set<string> {
    const name = textOf(node.getChild('Identifier'));
    const series = scraped.get(name);
    if (!series) {
      problems.push(`there is no metric ${name}`);
      return new Set();
    }
    const matched = node.getChild('LabelMatchers');
    if (matched) demand(listed(matched), series.labels, name);
    return new Set(series.labels);
  }

  function aggregated(node: SyntaxNode): Set<string> {
    const body = labelsOf(node.getChild('FunctionCallBody'));
    const modifier = node.getChild('AggregateModifier');
    const grouping = modifier?.getChild('GroupingLabels');
    const labels = grouping ? listed(grouping) : [];
    demand(labels, body, textOf(node));
    const isTop = /^(?:topk|bottomk)$/i.test(textOf(node.getChild('AggregateOp')));
    if (isTop) return body;
    return modifier?.getChild('Without') ? without(body, labels) : new Set(labels);
  }

  function called(node: SyntaxNode): Set<string> {
    const name = textOf(node.getChild('FunctionIdentifier'));
    const body = labelsOf(node.getChild('FunctionCallBody'));
    for (const selector of ofCounters.has(name) || ofGauges.has(name) ? all(node, 'VectorSelector') : []) {
      const metric = textOf(selector.getChild('Identifier'));
      const counts = scraped.get(metric)?.type === 'counter';
      if (counts !== ofCounters.has(name)) problems.push(`${name} is not for ${metric}`);
    }
    if (name !== 'histogram_quantile') return body;
    demand(['le'], body, textOf(node));
    return without(body, ['le']);
  }

  function joined(node: SyntaxNode): Set<string> {
    const [left = new Set<string>(), right = new Set<string>()] = node.getChildren('Expr').map(labelsOf);
    const matching = node.getChild('MatchingModifierClause');
    for (const grouping of matching?.getChildren('GroupingLabels') ?? []) {
      demand(listed(grouping), left, textOf(node));
      demand(listed(grouping), right, textOf(node));
    }
    return left.size > 0 ? left : right;
  }

  function labelsOf(node: SyntaxNode | null): Set<string> {
    if (!node) return new Set();
    if (node.name === 'VectorSelector') return selected(node);
    if (node.name === 'AggregateExpr') return aggregated(node);
    if (node.name === 'FunctionCall') return called(node);
    if (node.name === 'BinaryExpr') return joined(node);
    return new Set(childrenOf(node).flatMap((child) => [...labelsOf(child)]));
  }

  const labels = labelsOf(tree.topNode);
  return { problem: problems[0] ?? null, labels };
}

const without = (labels: ReadonlySet<string>, less: readonly string[]): Set<string> =>
  new Set([...labels].filter((label) => !less.includes(label)));

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** All nodes of this name below it. */
const all = (node: SyntaxNode, name: string): SyntaxNode[] =>
  childrenOf(node).flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
