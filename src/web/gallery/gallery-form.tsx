import {
  Checkbox,
  CheckboxGroup,
  DateField,
  Field,
  PageForm,
  RadioGroup,
  Select,
  SubmitButton,
  TextArea,
  type FormState,
} from '../forms/index.ts';

const labels = {
  title: 'Title',
  address: 'Address',
  words: 'Words',
  published: 'Published',
  graphic: 'Shows violence',
  password: 'Password',
  material: 'Kind of material',
  reliability: 'Reliability',
  roles: 'Roles',
};

export function GalleryForm({ state }: { readonly state: FormState | undefined }) {
  return (
    <section className="stack">
      <h2>Form</h2>
      <PageForm id="source" state={state} labels={labels}>
        <Field name="title" hint="As the source itself has it." required />
        <Field name="address" type="url" />
        <TextArea name="words" required />
        <DateField name="published" defaultValue="۱۹ دی ۱۴۰۴" required />
        <Select
          name="material"
          empty="Choose"
          required
          options={[
            { value: 'report', label: 'News report' },
            { value: 'post', label: 'Social post' },
            { value: 'letter', label: 'Letter' },
          ]}
        />
        <RadioGroup
          name="reliability"
          required
          options={[
            { value: 'high', label: 'High', hint: 'Confirmed by other sources more than once.' },
            { value: 'low', label: 'Low' },
          ]}
        />
        <CheckboxGroup
          name="roles"
          required
          options={[
            { value: 'documenter', label: 'Documenter' },
            { value: 'reviewer', label: 'Reviewer' },
          ]}
        />
        <Checkbox name="graphic" hint="It is blurred until asked for." />
        <Field name="password" type="password" width="medium" required />
        <div className="row">
          <SubmitButton>Save</SubmitButton>
          <SubmitButton name="intent" value="later" look="plain">
            Keep as a draft
          </SubmitButton>
          <SubmitButton name="intent" value="remove" look="danger">
            Remove
          </SubmitButton>
        </div>
      </PageForm>
    </section>
  );
}
