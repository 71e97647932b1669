import {
  Dialog,
  DialogButton,
  EmptyState,
  Icon,
  Notice,
  Pager,
  Progress,
  Tabs,
  Tag,
  VisuallyHidden,
} from '../components/index.ts';

const tones = ['plain', 'accent', 'done', 'caution', 'problem'] as const;

export function GalleryParts() {
  return (
    <section className="stack">
      <h2>Parts</h2>
      <Tabs
        label="Parts of the entity"
        tabs={[
          { to: '?part=claims', label: 'Claims', current: true },
          { to: '?part=history', label: 'History', current: false },
          { to: '?part=notes', label: 'Notes', current: false },
        ]}
      />
      <p className="row">
        {tones.map((tone) => (
          <Tag key={tone} tone={tone}>
            {tone}
          </Tag>
        ))}
      </p>
      <Notice>
        <p>Two people changed this at once. The other change is shown below yours.</p>
      </Notice>
      <Notice tone="done">
        <p>Published.</p>
      </Notice>
      <Notice tone="caution">
        <p>
          This source is already here. <a href="?">Open it</a>
        </p>
      </Notice>
      <Notice tone="problem" live>
        <p>The text could not be read: the file is encrypted.</p>
      </Notice>
      <Progress label="Reading page 12 of 40" done={12} total={40} />
      <EmptyState
        title="No sources yet"
        action={
          <a className="button button-primary" href="?">
            <Icon name="add" /> Add a source
          </a>
        }
      >
        A source is anything that says something: a report, a post, a letter, a video.
      </EmptyState>
      <p>
        <DialogButton opens="example">Open a dialog</DialogButton>
        <VisuallyHidden>, which closes by Escape</VisuallyHidden>
      </p>
      <Dialog id="example" title="What the other person wrote">
        <p>“Eight years” was read as the whole sentence.</p>
      </Dialog>
      <Pager page={2} pages={9} previous="?page=1" next="?page=3" />
    </section>
  );
}
