-- The reviewed files, line by line: the loader replaces a sheet whole.
CREATE OR REPLACE FUNCTION reference.load_sheet(sheet_ text, rows jsonb) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM reference.reviewed_row WHERE sheet = sheet_;
    INSERT INTO reference.reviewed_row (sheet, position, item)
    SELECT sheet_, line.number, line.item
      FROM jsonb_array_elements(rows) WITH ORDINALITY AS line(item, number);
$$;
