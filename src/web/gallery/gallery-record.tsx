import { parseEdtf, type Edtf } from '#platform/calendar';
import { DateText, TableFrame, Tag, Words } from '../components/index.ts';

export function GalleryRecord() {
  return (
    <article className="stack">
      <header className="stack-tight">
        <p className="eyebrow">
          Person · film director · <bdi lang="fa">کارگردان</bdi>
        </p>
        <h1>
          Parvaneh Rad <bdi lang="fa">پروانه راد</bdi>
        </h1>
        <p className="lead">
          Sentenced in absentia to six years; last reported abroad on{' '}
          <DateText edtf={edtf('2025-05-12')} />.
        </p>
      </header>
      <Facts />
      <Words
        lang="en"
        source={
          <>
            Her lawyer, through a trade magazine not seen · <DateText edtf={edtf('2026-01')} />
          </>
        }
      >
        <p>
          They asked her crew, one after another, who had carried the negative out of the city, and
          none of them had an answer.
        </p>
      </Words>
      <Words lang="fa" source={<bdi lang="fa">نامهٔ او، بند سوم</bdi>}>
        <p>ما فیلم ساختیم تا چهرهٔ آنان که نامشان را پاک کرده‌اند در یاد بماند.</p>
      </Words>
      <Figures />
    </article>
  );
}

function Facts() {
  return (
    <dl className="facts">
      <dt>Born</dt>
      <dd>
        <DateText edtf={edtf('1971~')} />
      </dd>
      <dt>Sentence</dt>
      <dd>
        Six years of prison, confiscation of equipment <Tag tone="caution">two accounts differ</Tag>
      </dd>
      <dt>Summoned</dt>
      <dd>
        <DateText edtf={edtf('2026-01-09')} both />
      </dd>
      <dt>Works</dt>
      <dd>
        <a href="?">The Long Corridor</a>, <bdi lang="fa">راهروی دراز</bdi>
      </dd>
    </dl>
  );
}

function Figures() {
  return (
    <TableFrame label="Figures">
      <table className="table">
        <caption>How many were killed: what is said</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">What is counted</th>
            <th scope="col">According to</th>
            <th scope="col">As of</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="number">more than 3,000</td>
            <td>civilians killed</td>
            <td>joint statement of film professionals</td>
            <td>
              <DateText edtf={edtf('2026-01-21')} />
            </td>
          </tr>
          <tr>
            <td className="number">more than 16,000</td>
            <td>deaths believed to have occurred</td>
            <td>press</td>
            <td>
              <DateText edtf={edtf('2026-01')} />
            </td>
          </tr>
        </tbody>
      </table>
    </TableFrame>
  );
}

function edtf(text: string): Edtf {
  const result = parseEdtf(text);
  if (!result.ok) throw new RangeError(text);
  return result.edtf;
}
