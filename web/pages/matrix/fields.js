/* The fields of a record, by how sensitive they are. */
import './words.js';
import { transform } from '../../js/region.js';

const ORDER = ['special_category', 'criminal_offence', 'confidential', 'free_text', 'personal', 'pseudonymous', 'secret', 'none'];

transform('catalogue', (data) => {
  for (const record of data.items) {
    record.by_category = ORDER.map((category) => ({
      category,
      names: record.fields
        .filter((/** @type {{category: string}} */ field) => field.category === category)
        .map((/** @type {{name: string}} */ field) => field.name.replaceAll('_', ' '))
        .join(', '),
    })).filter(({ names }) => names);
  }
  return data;
});
