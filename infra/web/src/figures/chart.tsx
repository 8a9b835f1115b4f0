import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useSpeech } from '../speech.tsx';
import { nameOf, optionOf } from './chart-option.ts';
import { type Drawing, isEmpty } from './series.ts';
import type { Texts } from './texts.ts';

register([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

interface ChartProps {
  readonly drawing: Drawing;
  readonly view: 'line' | 'bar';
  readonly texts: Texts;
}

/** Paper is as wide as A4 between its margins; a canvas does not reflow by itself. */
const paperWidth = 680;

/** The picture of the table beneath it. */
export function Chart({ drawing, view, texts }: ChartProps) {
  const { language, words } = useSpeech();
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);

  useEffect(() => {
    if (!holder.current) return;
    const made = init(holder.current);
    chart.current = made;
    // It would keep the width of the paper if it were not told to forget it.
    const fit = () => made.resize({ width: 'auto' });
    const watch = new ResizeObserver(fit);
    watch.observe(holder.current);
    const toPaper = () => {
      made.resize({ width: paperWidth });
      made.getZr().flush();
    };
    addEventListener('beforeprint', toPaper);
    addEventListener('afterprint', fit);
    return () => {
      removeEventListener('beforeprint', toPaper);
      removeEventListener('afterprint', fit);
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption(optionOf(drawing, { view, texts, words, language, still }), { notMerge: true });
    chart.current?.resize();
  }, [drawing, view, texts, words, language]);

  const names = drawing.series.map((series) => nameOf(series, drawing, language, texts));
  const empty = isEmpty(drawing);
  const bars = drawing.axis.length * Math.max(1, drawing.series.length);
  return (
    <figure className="chart">
      {empty && <figcaption className="note">{words.answer.noChart}</figcaption>}
      <div
        ref={holder}
        role="img"
        aria-label={words.answer.chart(names.join(words.answer.joined))}
        hidden={empty}
        style={{ height: view === 'bar' ? Math.max(160, 60 + bars * 14 + drawing.axis.length * 12) : 300 }}
      />
      {drawing.placesLeftOut > 0 && (
        <figcaption className="note">{words.answer.placesLeftOut(drawing.placesLeftOut)}</figcaption>
      )}
      {drawing.leftOut > 0 && <figcaption className="note">{words.answer.leftOut(drawing.leftOut)}</figcaption>}
    </figure>
  );
}
