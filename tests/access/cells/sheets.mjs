// Lists of a spoke's work as a file. Another spoke's are not there.
export default [
  { route: 'sheet.csv', path: (f) => `/api/v1/sheets/actions.csv?spoke=${f.spoke}&reason=Invented` },
  { route: 'sheet.xlsx', path: (f) => `/api/v1/sheets/people.xlsx?spoke=${f.spoke}&reason=Invented` },
];
