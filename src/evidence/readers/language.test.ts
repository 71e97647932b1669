import { expect, test } from 'vitest';
import { detectLanguage } from './language.ts';
import { english, persian } from './samples/sentences.ts';

test.each([
  ['en', english.join(' ')],
  ['fa', persian.join(' ')],
  ['ar', 'حُكم على المخرج بالسجن ثماني سنوات وأكد محاميه هذا الحكم يوم الأربعاء.'],
  ['ckb', 'دەرهێنەرەکە بە هەشت ساڵ زیندان سزا درا و پارێزەرەکەی ئەمەی پشتڕاست کردەوە.'],
  ['ps', 'د فلم جوړونکی په اتو کلونو بند محکوم شو او د هغه وکیل دا خبره تایید کړه.'],
  ['ur', 'ہدایت کار کو آٹھ سال قید کی سزا سنائی گئی اور ان کے وکیل نے اس کی تصدیق کی۔'],
  ['fr', 'Le réalisateur a été condamné à huit ans de prison, selon son avocat.'],
  ['tr', 'Yönetmen sekiz yıl hapis cezasına çarptırıldı, avukatı söyledi.'],
])('%s', (language, text) => {
  expect(detectLanguage(text)).toEqual({ language, reliable: true });
});

test('a Persian text with a Pashto name in it stays Persian', () => {
  expect(detectLanguage(`${persian.join(' ')} ځوانان`)?.language).toBe('fa');
});

test('says nothing without letters and does not vouch for a word or two', () => {
  expect(detectLanguage('12 345 – 6')).toBeUndefined();
  expect(detectLanguage('سلام')?.reliable ?? false).toBe(false);
});
