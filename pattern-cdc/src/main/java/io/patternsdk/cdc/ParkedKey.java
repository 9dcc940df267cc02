package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.time.Instant;

/**
 * A row of which changes are parked.
 *
 * @param table its table at the destination
 * @param key the columns of its key as JSON; empty where every row of the table waits
 * @param changes how many of its changes are parked
 * @param position that of the first of them
 * @param reason why that was refused; empty if it only stays behind a change of another row
 * @param since when it was parked
 */
public record ParkedKey(
    TableName table,
    String key,
    long changes,
    FeedPosition position,
    String reason,
    Instant since) {}
