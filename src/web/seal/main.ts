import { watchForms } from './watch-forms.ts';

// The one script of the pages on which a name can be withheld. Without it they work all the same, and the
// name is encrypted on the server, which the page then says.
watchForms();
