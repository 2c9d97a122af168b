/** Tables in files: Parquet and CSV, read by DuckDB. */
@NullMarked
package io.foldline.model.table;

import org.jspecify.annotations.NullMarked;
