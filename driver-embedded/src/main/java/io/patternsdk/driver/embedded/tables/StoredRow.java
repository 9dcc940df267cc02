package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.RowVersion;
import java.util.Optional;

/**
 * A row, or what is left of one that was deleted.
 *
 * @param row empty if it was deleted
 * @param version how new that is
 */
record StoredRow(Optional<Row> row, RowVersion version) {}
