import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { Language } from '../language.ts';
import type { Words } from '../words/en.ts';
import type { AxisPlace, Drawing, Series } from './series.ts';
import { labelOf, type Texts } from './texts.ts';

type Option = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;

/** Told apart by every kind of colour sight (after Okabe and Ito), dark enough on white; signs tell lines apart as well. */
const colours = ['#0b5fa5', '#c4510b', '#0a7d5a', '#8d3f87', '#5a6572', '#8a6a00'];
const signs = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect'];
const ink = '#3d4650';
const faint = '#dfe3e8';
const text = {
  color: ink,
  fontFamily: '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif',
  fontSize: 12,
};

interface Means {
  readonly view: 'line' | 'bar';
  readonly texts: Texts;
  readonly words: Words;
  readonly language: Language;
  /** Nothing moves. */
  readonly still: boolean;
}

/** A series by its figure, its place, or both where both differ. */
export function nameOf({ metric, place }: Series, { series }: Drawing, language: Language, texts: Texts): string {
  const label = labelOf(metric, language);
  if (!place) return label;
  const several = series.some((other) => other.metric.name !== metric.name);
  return several ? `${texts.place(place, metric.name)} ${label}` : texts.place(place, metric.name);
}

/** What ECharts draws. Its tooltip is drawn, too: as HTML it would bring styles that the page's policy refuses. */
export function optionOf(drawing: Drawing, { view, texts, words, language, still }: Means): Option {
  const { axis, series } = drawing;
  const names = series.map((each) => nameOf(each, drawing, language, texts));
  const placeOf = (place: AxisPlace | undefined) => {
    if (!place) return words.answer.all;
    return 'label' in place ? texts.period(place) : texts.place(place, series[0]?.metric.name ?? '');
  };
  const value = valueAxis(series[0]?.metric.unit ?? '1', view, texts, words);
  const category = {
    type: 'category' as const,
    data: axis.map((place) => (place && 'label' in place ? texts.tick(place) : placeOf(place))),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#9aa4af' } },
    axisLabel: { ...text, ...(view === 'bar' && { width: 150, overflow: 'truncate' as const }) },
  };
  return {
    animation: !still,
    animationDuration: 200,
    color: colours,
    textStyle: text,
    grid: { left: 4, right: view === 'bar' ? 90 : 20, top: topOf(series.length), bottom: 4, outerBoundsMode: 'same' },
    ...(series.length > 1 && { legend: { data: names, left: 0, top: 0, textStyle: text, itemHeight: 9 } }),
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: '#fff',
      borderColor: '#9aa4af',
      textStyle: text,
      axisPointer: { type: view === 'bar' ? 'shadow' : 'line' },
      formatter: (given) => {
        const at = [given].flat()[0]?.dataIndex ?? 0;
        return [placeOf(axis[at]), ...series.map((each, n) => `${names[n]}: ${tell(each, at, texts)}`)].join('\n');
      },
    },
    ...(view === 'line' ? { xAxis: category, yAxis: value } : { xAxis: value, yAxis: { ...category, inverse: true } }),
    series: series.map((each, n) =>
      view === 'line' ? lineOf(each, names[n] ?? '', signs[n] ?? 'circle') : barOf(each, names[n] ?? '', texts),
    ),
  };
}

/** Room for the legend of several series. */
const topOf = (series: number): number => (series > 1 ? 28 : 4);

function valueAxis(unit: string, view: 'line' | 'bar', texts: Texts, words: Words) {
  const name = view === 'line' ? { nameTextStyle: { ...text, align: 'left' as const } } : { nameTextStyle: text };
  return {
    type: 'value' as const,
    name: words.units[unit] ?? unit,
    ...(view === 'bar' && { nameLocation: 'middle' as const, nameGap: 8 }),
    ...name,
    axisLabel: { ...text, formatter: (at: number) => (unit === 'share' ? `${Math.round(at * 100)}` : texts.count(at)) },
    splitLine: { lineStyle: { color: faint } },
    ...(unit === '1' && { minInterval: 1 }),
    ...(unit === 'share' && { min: 0, max: 1 }),
  };
}

const lineOf = ({ points }: Series, name: string, symbol: string): LineSeriesOption => ({
  type: 'line',
  name,
  data: points.map(({ drawn }) => drawn),
  symbol,
  symbolSize: 6,
  lineStyle: { width: 2 },
});

/** A bar that is withheld has no length, and says in its place that it is withheld. */
const barOf = (series: Series, name: string, texts: Texts): BarSeriesOption => ({
  type: 'bar',
  name,
  data: series.points.map(({ drawn, cell }) => drawn ?? (cell?.suppressed ? 0 : '-')),
  barMaxWidth: 18,
  label: { show: true, position: 'right', ...text, formatter: ({ dataIndex }) => tell(series, dataIndex, texts) },
});

/** A value as the table has it, with its parts. */
function tell({ metric, points }: Series, at: number, texts: Texts): string {
  const { cell, drawn } = points[at] ?? { cell: null, drawn: null };
  if (!cell) return drawn === null ? '–' : texts.value(drawn, metric.unit);
  const parts = cell.suppressed ? null : texts.parts(cell, metric);
  return texts.cell(cell, metric.unit) + (parts ? ` (${parts})` : '');
}
