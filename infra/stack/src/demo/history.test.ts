import { describe, expect, it } from '@jest/globals';
import { historyOf } from './history.ts';

const daysOf = (year: number): string[] =>
  Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10));

describe('the fortnight that a first start enters', () => {
  it('DOC-1: numbers documents in the year of their signature, on whatever day it is loaded', () => {
    for (const today of daysOf(2027)) {
      const files = new Map(historyOf(today).map(({ name, rows }) => [name, rows]));
      const numbers = new Map<string, string>();
      for (const { draft_no = '', year, serial, doc_number = '', signed_at } of files.get('outgoing_documents.csv') ??
        []) {
        if (signed_at === undefined) continue;
        expect([today, doc_number, year]).toEqual([today, `云政办发〔${year}〕${serial}号`, signed_at.slice(0, 4)]);
        numbers.set(draft_no, doc_number);
      }
      expect(numbers.size).toBe(5);
      for (const { draft_no = '', doc_number } of files.get('deliveries.csv') ?? [])
        expect([today, doc_number]).toEqual([today, numbers.get(draft_no)]);
    }
  });
});
