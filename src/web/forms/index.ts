export { Checkbox, CheckboxGroup, RadioGroup, Select, type Option } from './choice-fields.tsx';
export { DateField } from './date-field.tsx';
export { DateReading, useDateProblem } from './date-reading.tsx';
export { useField } from './form-context.tsx';
export {
  choice,
  date,
  flag,
  optionalChoice,
  optionalDate,
  optionalText,
  text,
} from './form-fields.ts';
export { handleForm, refusalToProblems, refused } from './handle-form.ts';
export { PageForm, type PageFormProps } from './page-form.tsx';
export {
  parseForm,
  readForm,
  type FormLimits,
  type FormState,
  type ParsedForm,
  type Typed,
} from './parse-form.ts';
export { SubmitButton } from './submit-button.tsx';
export { Field, TextArea } from './text-fields.tsx';
