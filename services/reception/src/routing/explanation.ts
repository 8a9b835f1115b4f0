import type { Match, RoutingGround } from './matching.ts';

const inWords: Readonly<Record<RoutingGround, { readonly en: string; readonly zh: string }>> = {
  SITE: { en: 'the place', zh: '场所' },
  TOPIC: { en: 'the topic', zh: '主题' },
  AREA: { en: 'the area', zh: '区域' },
  KIND: { en: 'the kind', zh: '类别' },
};

/** Why a rule fits: on what, by which topic, and what the rule itself says. */
export function explained({ rule: { topic, remark }, matchedOn }: Match, language: 'zh' | 'en'): string {
  const grounds = matchedOn.map((ground) => {
    const word = inWords[ground][language];
    if (ground !== 'TOPIC') return word;
    return language === 'zh' ? `${word}“${topic}”` : `${word} “${topic}”`;
  });
  const fit = language === 'zh' ? `匹配：${grounds.join('、')}` : `Fits by ${grounds.join(', ')}`;
  return remark === null ? fit : `${fit}${language === 'zh' ? '；' : '; '}${remark}`;
}
