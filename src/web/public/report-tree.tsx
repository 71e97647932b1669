import type { ReportNode, ReportTree } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { NameLink } from './name.tsx';
import { ShortSource } from './source-line.tsx';

/** Who reported what: from each document in our hands back to those who said it first. */
export function ReportTreeDrawing({ tree }: { readonly tree: ReportTree }) {
  const t = useT('public');
  const chained = tree.sources.filter(({ from }) => from.length > 0);
  if (chained.length === 0) return null;
  return (
    <section aria-labelledby="reports" className="section">
      <h2 id="reports">{t('subject.reports')}</h2>
      <p className="section-note">{t('subject.reports.note')}</p>
      <div className="reports">
        {chained.map((node) => (
          <Branch key={node.key} nodes={[node]} />
        ))}
      </div>
    </section>
  );
}

function Branch({ nodes }: { readonly nodes: readonly ReportNode[] }) {
  return (
    <ul className="report-branch">
      {nodes.map((node) => (
        <li key={node.key}>
          <Node node={node} />
          {node.from.length > 0 && <Branch nodes={node.from} />}
        </li>
      ))}
    </ul>
  );
}

function Node({ node }: { readonly node: ReportNode }) {
  const t = useT('public');
  const { source, name, address, seen, claims } = node;
  const isDocument = source !== undefined;
  return (
    <span className="report-node">
      <svg className="report-mark" width="13" height="13" aria-hidden="true" focusable="false">
        {isDocument ? (
          <rect x="1.5" y="1.5" width="10" height="10" className={seen ? 'seen' : 'unseen'} />
        ) : (
          <circle cx="6.5" cy="6.5" r="5" className={seen ? 'seen' : 'unseen'} />
        )}
      </svg>
      <span>
        {isDocument ? (
          <a href={source.address}>
            <ShortSource source={source} />
          </a>
        ) : name === undefined ? (
          t('chain.unnamed')
        ) : (
          <NameLink name={name} address={address} />
        )}
        {isDocument && !seen && <span className="muted"> {t('chain.unseen')}</span>}
        {claims > 0 && (
          <span className="muted small"> · {t('source.rests.claims', { count: claims })}</span>
        )}
      </span>
    </span>
  );
}
