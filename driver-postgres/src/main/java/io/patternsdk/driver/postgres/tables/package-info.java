/** Tables that belong to the database's users: changes applied to them, and feeds of theirs. */
@NullMarked
package io.patternsdk.driver.postgres.tables;

import org.jspecify.annotations.NullMarked;
