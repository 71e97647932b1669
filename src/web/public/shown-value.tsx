import type { FigureReading, Shown } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { NameLink } from './name.tsx';

/** A value in the reader's words. */
export function ShownValue({ shown }: { readonly shown: Shown }) {
  switch (shown.type) {
    case 'text':
      return (
        <bdi lang={shown.language} dir="auto">
          {shown.text}
        </bdi>
      );
    case 'date':
      return (
        <time dateTime={shown.machine}>
          <bdi>{shown.text}</bdi>
        </time>
      );
    case 'entity':
      return <NameLink name={shown.name} address={shown.address} />;
    case 'link':
      return (
        <a href={shown.address} rel="external noopener noreferrer">
          <bdi dir="ltr">{shown.text}</bdi>
        </a>
      );
    case 'figure':
      return <FigureValue figure={shown.figure} />;
  }
}

function FigureValue({ figure }: { readonly figure: FigureReading }) {
  const { number, counted } = figure;
  return (
    <>
      <span className="number">{number}</span>
      {counted !== '' && (
        <>
          {' '}
          <bdi>{counted}</bdi>
        </>
      )}{' '}
      <span className="muted small">
        {/* Of the source's words nobody knows how they end: a unit behind them would read as one of them. */}
        {counted !== '' && '· '}
        <MeasureText measure={figure} />
      </span>
    </>
  );
}

/** What a figure measures besides the number: unit, place, period, the day it stood so. */
export function MeasureText({
  measure,
}: {
  readonly measure: Omit<FigureReading, 'number' | 'counted'>;
}) {
  const t = useT('public');
  const { unit, place, period, asOf } = measure;
  const parts = [
    unit,
    place === undefined ? '' : t('figures.place', { name: place.text }),
    period === undefined ? '' : t('figures.period', { period }),
    asOf === undefined ? '' : t('figures.asOf', { date: asOf }),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
