/* An account's details, to be changed. */
import { transform } from '../../js/region.js';

transform('user', (user) => ({
  ...user,
  form: {
    name: user.name, email: user.email, agency: user.agency.code, job_title: user.job_title,
  },
}));
