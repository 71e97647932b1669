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

export function GalleryForm({ state }: { readonly state: FormState | undefined }) {
  return (
    <section className="stack">
      <h2>Form</h2>
      <PageForm id="source" state={state}>
        <Field name="title" label="Title" hint="As the source itself has it." required />
        <Field name="address" type="url" label="Address" />
        <TextArea name="words" label="Words" required />
        <DateField name="published" label="Published" defaultValue="۱۹ دی ۱۴۰۴" required />
        <Select
          name="material"
          label="Kind of material"
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
          label="Reliability"
          required
          options={[
            { value: 'high', label: 'High', hint: 'Confirmed by other sources more than once.' },
            { value: 'low', label: 'Low' },
          ]}
        />
        <CheckboxGroup
          name="roles"
          label="Roles"
          required
          options={[
            { value: 'documenter', label: 'Documenter' },
            { value: 'reviewer', label: 'Reviewer' },
          ]}
        />
        <Checkbox name="graphic" label="Shows violence" hint="It is blurred until asked for." />
        <Field name="password" type="password" label="Password" width="medium" required />
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
