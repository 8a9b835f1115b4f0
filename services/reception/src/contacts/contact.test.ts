import { describe, expect, it } from '@jest/globals';
import { coverContacts, maskPhone, normalisePhone } from './contact.ts';

describe('a number written in whatever way', () => {
  it.each([
    ['138 0013 8000', '13800138000'],
    ['+86 138-0013-8000', '13800138000'],
    ['0086 13800138000', '13800138000'],
    ['（＋８６）１３８００１３８０００', '13800138000'],
    ['一三八零零幺三八〇〇〇', '13800138000'],
    ['013800138000', '13800138000'],
    ['(0571)8222 0001', '057182220001'],
    ['+86 571 8222 0001', '057182220001'],
    ['+86 (0)21 6225 0001', '02162250001'],
    ['8222 001', '8222001'],
    ['无', ''],
  ])('%s is %s', (written, digits) => {
    expect(normalisePhone(written)).toBe(digits);
  });

  it('is shown as far as masks go', () => {
    expect(maskPhone('１３８ ００１３ ８０００')).toBe('138****8000');
    expect(maskPhone('8222001')).toBe('82***01');
    expect(maskPhone('110')).toBe('***');
  });
});

describe('free text about somebody', () => {
  const contacts = [{ name: '张晓明', phone: '8222 001' }];

  it('names neither the person nor the number, nor any other number of a person', () => {
    const text = '张晓明，电话８２２２００１，或打一三八零零一三八零零零，身份证11010519491231002X';

    expect(coverContacts(text, contacts)).toBe('张*，电话82***01，或打138****8000，身份证110*************2X');
  });

  it('leaves nothing of who is not to be named', () => {
    expect(coverContacts('张晓明（8222-001）', contacts, { named: false })).toBe('**（***）');
  });

  it('keeps the numbers of the matter', () => {
    const text = '霁办件2026-02101，2026-09-14 15:33，编号8222002';

    expect(coverContacts(text, contacts)).toBe(text);
  });
});
