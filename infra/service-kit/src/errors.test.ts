import { describe, expect, it } from '@jest/globals';
import { illegalTransition, notFound } from './errors.ts';

describe('a refusal in Chinese', () => {
  it('names types of the graph by their word, and leaves other names as they are', () => {
    expect(notFound('Document').text).toEqual({ en: 'Document not found.', zh: '未找到公文。' });
    expect(notFound('Code', '评价码').text).toEqual({ en: 'Code not found.', zh: '未找到评价码。' });
    expect(notFound('A0001').text.zh).toBe('未找到A0001。');
    expect(notFound('constructor').text.zh).toBe('未找到constructor。');
  });

  it('names state and action by their words, or not at all', () => {
    const words = { from: '已签发', action: '登记编号' };
    expect(illegalTransition('SIGNED', 'REGISTER', ['RECHECK'], words)).toMatchObject({
      text: { en: 'Cannot REGISTER from SIGNED.', zh: '状态“已签发”下不能执行“登记编号”。' },
      details: { from: 'SIGNED', action: 'REGISTER', allowed: ['RECHECK'] },
    });
    expect(illegalTransition('SIGNED', 'REGISTER', []).text.zh).toBe('当前状态下不能执行此操作。');
  });
});
